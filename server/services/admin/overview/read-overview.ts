import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { rating } from '#drizzle/schema/rating.ts';
import { run, runEvent } from '#drizzle/schema/run.ts';
import { policyAlias, preferenceFit, trainingRun } from '#drizzle/schema/training.ts';
import { requireRole } from '../../../auth/actor.ts';
import type { Ctx } from '../../context.ts';

const HOUR_MS = 3600 * 1000;

export interface AdminOverview {
  /** Seconds from start to the validated reading and to the first candidate, last hour; null = nothing measured. */
  readonly speed: readonly {
    readonly mode: string;
    readonly runs: number;
    readonly readP95: number | null;
    readonly firstCandidateP95: number | null;
  }[];
  /** How runs of the last day ended, and what their results were worth. */
  readonly outcomes: {
    readonly done: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly meanStars: number | null;
    readonly ratings: number;
  };
  readonly queue: {
    readonly queued: number;
    readonly reading: number;
    readonly evolving: number;
    readonly paused: number;
    readonly oldestWaitS: number | null;
  };
  readonly learning: {
    readonly champion: string | null;
    readonly lastTraining: { readonly id: string; readonly status: string; readonly createdAt: Date } | null;
    readonly gateWeight: number | null;
    readonly ratings: number | null;
  };
}

/** The four questions of the admin's first page: is it slow, is it wrong, is it behind, does learning do well. */
export async function readOverview({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor' | 'now'> }): Promise<AdminOverview> {
  requireRole(ctx.actor, 'viewer');
  const hourAgo = new Date(ctx.now().getTime() - HOUR_MS);
  const dayAgo = new Date(ctx.now().getTime() - 24 * HOUR_MS);
  const firstAt = (type: 'reading.valid' | 'candidate') =>
    sql`(select extract(epoch from min(e.at) - ${run.createdAt}) from ${runEvent} e where e.run_id = ${run.id} and e.type = ${type})`;
  const p95 = (type: 'reading.valid' | 'candidate') =>
    sql<number | null>`percentile_cont(0.95) within group (order by ${firstAt(type)})`.mapWith((value) =>
      value === null ? null : Number(value),
    );
  const [speed, ended, [stars], waiting, [champion], [lastTraining], [fit]] = await Promise.all([
    ctx.db
      .select({ mode: run.mode, runs: sql<number>`count(*)::int`, readP95: p95('reading.valid'), firstCandidateP95: p95('candidate') })
      .from(run)
      .where(gte(run.createdAt, hourAgo))
      .groupBy(run.mode),
    ctx.db
      .select({ status: run.status, count: sql<number>`count(*)::int` })
      .from(run)
      .where(and(gte(run.createdAt, dayAgo), inArray(run.status, ['done', 'failed', 'cancelled'])))
      .groupBy(run.status),
    ctx.db
      .select({ mean: sql<number | null>`avg(${rating.stars})::float`, count: sql<number>`count(*)::int` })
      .from(rating)
      .where(and(gte(rating.at, dayAgo), sql`${rating.undoneAt} is null`)),
    ctx.db
      .select({
        status: run.status,
        count: sql<number>`count(*)::int`,
        oldestS: sql<number | null>`extract(epoch from now() - min(${run.createdAt}))::float`,
      })
      .from(run)
      .where(inArray(run.status, ['queued', 'reading', 'evolving', 'paused']))
      .groupBy(run.status),
    ctx.db.select().from(policyAlias).where(eq(policyAlias.name, 'champion')),
    ctx.db
      .select({ id: trainingRun.id, status: trainingRun.status, createdAt: trainingRun.createdAt })
      .from(trainingRun)
      .orderBy(desc(trainingRun.createdAt))
      .limit(1),
    ctx.db
      .select({ gateWeight: preferenceFit.gateWeight, ratings: preferenceFit.ratings })
      .from(preferenceFit)
      .orderBy(desc(preferenceFit.at))
      .limit(1),
  ]);
  const endedAs = (status: string): number => ended.find((row) => row.status === status)?.count ?? 0;
  const waitingAs = (status: string): number => waiting.find((row) => row.status === status)?.count ?? 0;
  return {
    speed,
    outcomes: {
      done: endedAs('done'),
      failed: endedAs('failed'),
      cancelled: endedAs('cancelled'),
      meanStars: stars?.mean ?? null,
      ratings: stars?.count ?? 0,
    },
    queue: {
      queued: waitingAs('queued'),
      reading: waitingAs('reading'),
      evolving: waitingAs('evolving'),
      paused: waitingAs('paused'),
      oldestWaitS: waiting.find((row) => row.status === 'queued')?.oldestS ?? null,
    },
    learning: {
      champion: champion?.checkpointId ?? null,
      lastTraining: lastTraining ?? null,
      gateWeight: fit?.gateWeight ?? null,
      ratings: fit?.ratings ?? null,
    },
  };
}
