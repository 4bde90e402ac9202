import { and, eq, gte, sql } from 'drizzle-orm';
import { MODES, type Mode } from '#domain/run/mode.ts';
import { modelState } from '#drizzle/schema/model.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { formula, run, runEvent } from '#drizzle/schema/run.ts';
import { requireRole } from '../../../auth/actor.ts';
import { SEATS, type Seat } from '../../../config/ensemble.ts';
import type { Ctx } from '../../context.ts';
import { STALE_S } from '../../model/report-seats.ts';
import { type LiveFigures, liveFigures } from '../../telemetry/process-metrics.ts';
import { activeEnsemble, profileNow } from '../config/active-config.ts';

const HOUR_MS = 3600 * 1000;
const MEASURED_HOURS = 24;
const RATED_DAYS = 30;

/** What the reading of briefs costs and gives. Null = nothing was measured. */
export interface AdminMeasures {
  /** Of the runs' logs in this many hours, from acceptance to the validated reading, waiting included. */
  readonly hours: number;
  readonly modes: readonly {
    readonly mode: Mode;
    readonly readings: number;
    readonly p50S: number | null;
    readonly p95S: number | null;
    /** The mode's timeout in force. */
    readonly limitS: number;
    /** Mean won of a reading since the workers of now began; null without a price. */
    readonly costKrw: number | null;
    readonly stars: { readonly mean: number; readonly ratings: number; readonly days: number } | null;
  }[];
  /** Answers below the mode asked for, by cause; one answer may have several. */
  readonly downshifts: readonly { readonly requested: string; readonly to: string; readonly reason: string; readonly count: number }[];
  /** Lookups of the reading cache since the workers of now began; the rate is hits over lookups that could have hit. */
  readonly cache: { readonly lookups: number; readonly hits: number; readonly ambiguous: number; readonly hitRate: number | null };
  readonly models: readonly {
    readonly seat: Seat;
    /** Decoding speed of one sequence, smoothed, mean over workers. */
    readonly tokensPerSecond: number | null;
    readonly firstTokenS: number | null;
    readonly outputTokens: number;
  }[];
  /** Won per worker second from the configuration; null while none is set. */
  /** The embedded reader on the held-out golden briefs, 0..1, as the workers measured it when they began. */
  readonly accuracy: { readonly assertions: number | null; readonly wholeBriefs: number | null };
  readonly price: { readonly krwPerSecond: number | null; readonly of: 'gpu' | 'cpu' };
}

/** The figures of reading briefs, for the admin pages; the same that /metrics gives to a monitor. */
export async function readMeasures({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor' | 'now'> }): Promise<AdminMeasures> {
  requireRole(ctx.actor, 'viewer');
  const since = new Date(ctx.now().getTime() - MEASURED_HOURS * HOUR_MS);
  const [speeds, stars, downshifts, seats, live, config] = await Promise.all([
    readingTimes(ctx, since),
    starsOfModes(ctx),
    downshiftsSince(ctx, since),
    liveSeats(ctx),
    liveFigures(ctx),
    activeEnsemble(ctx.db, profileNow()),
  ]);
  // As the workers count it: a GPU costs only what a model computes on it.
  const of = config.use_gpu && seats.some(({ state }) => state !== 'absent') ? 'gpu' : 'cpu';
  const price = config.cost[`krw_per_${of}_second`];
  return {
    hours: MEASURED_HOURS,
    modes: MODES.map((mode) => {
      const speed = speeds.find((row) => row.mode === mode);
      const rated = stars.find((row) => row.mode === mode);
      return {
        mode,
        readings: speed?.readings ?? 0,
        p50S: speed?.p50S ?? null,
        p95S: speed?.p95S ?? null,
        limitS: config.modes[mode].timeout_s,
        costKrw: meanOf(live, 'request_cost_krw', { mode }),
        stars: rated ? { mean: rated.mean, ratings: rated.ratings, days: RATED_DAYS } : null,
      };
    }),
    downshifts,
    cache: cacheOf(live),
    models: SEATS.map((seat) => ({
      seat,
      tokensPerSecond: mean(seats.filter((row) => row.seat === seat).flatMap((row) => row.tokensPerSecond ?? [])),
      firstTokenS: meanOf(live, 'ttft_seconds', { model: seat }),
      outputTokens: live.sum('tokens_total', { model: seat, kind: 'output' }),
    })),
    price: { krwPerSecond: price > 0 ? price : null, of },
    accuracy: {
      assertions: live.mean('reading_quality', { measure: 'assertions' }),
      wholeBriefs: live.mean('reading_quality', { measure: 'whole_briefs' }),
    },
  };
}

/** A histogram's mean, or null of nothing. */
function meanOf({ sum }: LiveFigures, name: string, labels: Readonly<Record<string, string>>): number | null {
  const count = sum(`${name}_count`, labels);
  return count === 0 ? null : sum(`${name}_sum`, labels) / count;
}

function cacheOf({ sum }: LiveFigures): AdminMeasures['cache'] {
  const of = (result: string): number => sum('cache_lookups_total', { result });
  const hits = of('hit') + of('stale');
  const lookups = hits + of('miss');
  return { lookups, hits, ambiguous: of('ambiguous'), hitRate: lookups === 0 ? null : hits / lookups };
}

async function readingTimes(ctx: Pick<Ctx, 'db'>, since: Date) {
  const seconds = sql`extract(epoch from ${runEvent.at} - ${run.createdAt})`;
  const quantile = (q: number) => sql<number>`(percentile_cont(${q}::float8) within group (order by ${seconds}))::float8`;
  return ctx.db
    .select({ mode: run.mode, readings: sql<number>`count(*)::int`, p50S: quantile(0.5), p95S: quantile(0.95) })
    .from(runEvent)
    .innerJoin(run, eq(run.id, runEvent.runId))
    .where(and(eq(runEvent.type, 'reading.valid'), gte(run.createdAt, since)))
    .groupBy(run.mode);
}

async function starsOfModes(ctx: Pick<Ctx, 'db'>) {
  return ctx.db
    .select({ mode: run.mode, mean: sql<number>`avg(${rating.stars})::float8`, ratings: sql<number>`count(*)::int` })
    .from(rating)
    .innerJoin(formula, eq(formula.id, rating.formulaId))
    .innerJoin(run, eq(run.id, formula.runId))
    .where(sql`${rating.undoneAt} is null and ${rating.at} > now() - make_interval(days => ${RATED_DAYS})`)
    .groupBy(run.mode);
}

async function downshiftsSince(ctx: Pick<Ctx, 'db'>, since: Date): Promise<AdminMeasures['downshifts']> {
  return [
    ...(await ctx.db.execute<{ requested: string; to: string; reason: string; count: number }>(sql`
      select ${runEvent.data} ->> 'requested' as requested, ${runEvent.data} ->> 'to' as to, reason, count(*)::int as count
      from ${runEvent}, jsonb_array_elements_text(${runEvent.data} -> 'reasons') as reason
      where ${runEvent.type} = 'mode' and ${runEvent.at} >= ${since.toISOString()}
      group by 1, 2, 3
      order by count desc, 1, 2, 3`)),
  ];
}

/** The seats of living workers. */
async function liveSeats(ctx: Pick<Ctx, 'db'>) {
  return ctx.db
    .select({ seat: modelState.seat, state: modelState.state, tokensPerSecond: modelState.tokensPerSecond })
    .from(modelState)
    .where(sql`${modelState.updatedAt} > now() - make_interval(secs => ${STALE_S})`);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
