import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import { RunEvent, type RunStatus } from '#domain/run/event.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { brief, formula, run, runEvent } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';
import { requireOwnRun } from './own-run.ts';

/** The events of an own run after `afterSeq`, in order, parsed again. */
export async function readEvents({
  ctx,
  input,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: { id: string; afterSeq: number };
}): Promise<RunEvent[]> {
  await requireOwnRun(ctx, input.id);
  return eventsAfter(ctx, input.id, input.afterSeq);
}

/** The same without the ownership check, for a tail whose owner was checked when it opened. */
export async function eventsAfter(ctx: Pick<Ctx, 'db'>, runId: string, afterSeq: number): Promise<RunEvent[]> {
  const rows = await ctx.db
    .select()
    .from(runEvent)
    .where(and(eq(runEvent.runId, runId), gt(runEvent.seq, afterSeq)))
    .orderBy(asc(runEvent.seq));
  return rows.map((row) =>
    RunEvent.parse({ v: 1, runId: row.runId, seq: row.seq, at: row.at.toISOString(), type: row.type, data: row.data }),
  );
}

export interface RunSummary {
  readonly id: string;
  readonly brief: string;
  readonly status: RunStatus;
  readonly mode: string;
  readonly createdAt: Date;
  readonly candidates: number;
  readonly rated: number;
}

/** The actor's own runs, newest first. */
export async function listRuns({ ctx, input }: { ctx: Pick<Ctx, 'db' | 'actor'>; input: { limit: number } }): Promise<RunSummary[]> {
  const candidates = sql<number>`(select count(*)::int from ${formula} f where f.run_id = ${run.id} and f.withdrawn_at is null)`;
  const rated = sql<number>`(select count(distinct r.formula_id)::int from ${rating} r join ${formula} f on f.id = r.formula_id
    where f.run_id = ${run.id} and r.designer_id = ${ctx.actor.id} and r.undone_at is null)`;
  return ctx.db
    .select({ id: run.id, brief: brief.text, status: run.status, mode: run.mode, createdAt: run.createdAt, candidates, rated })
    .from(run)
    .innerJoin(brief, eq(brief.id, run.briefId))
    .where(eq(run.ownerId, ctx.actor.id))
    .orderBy(desc(run.createdAt))
    .limit(input.limit);
}
