import { eq, inArray, sql } from 'drizzle-orm';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { rating } from '#drizzle/schema/rating.ts';
import { formula, run } from '#drizzle/schema/run.ts';
import { processMetrics } from '#drizzle/schema/telemetry.ts';
import { desiredWorkers, type Metrics, mergedText, metricsAsData } from '../../telemetry/metrics.ts';
import { activeEnsemble, profileNow } from '../admin/config/active-config.ts';
import type { Ctx } from '../context.ts';

/** A process that was silent for this long is gone: its figures are left out. */
const STALE = sql`interval '20 seconds'`;

/** Keeps a worker's figures where /metrics finds them. */
export async function publishMetrics(ctx: Pick<Ctx, 'db'>, process: string, registry: Registry): Promise<void> {
  const row = { process, data: await metricsAsData(registry), at: sql`now()` };
  await ctx.db.insert(processMetrics).values(row).onConflictDoUpdate({ target: processMetrics.process, set: row });
}

export async function forgetMetrics(ctx: Pick<Ctx, 'db'>, process: string): Promise<void> {
  await ctx.db.delete(processMetrics).where(eq(processMetrics.process, process));
}

/** The exposition text of every live process, with the queue and the ratings as they are now. */
export async function readMetrics(ctx: Pick<Ctx, 'db'>, own: Metrics): Promise<string> {
  const [waiting] = await ctx.db
    .select({
      depth: sql<number>`count(*)::int`,
      oldest: sql<number>`coalesce(extract(epoch from now() - min(${run.createdAt})), 0)::float`,
    })
    .from(run)
    .where(inArray(run.status, ['queued', 'reading']));
  own.queueDepth.set(waiting?.depth ?? 0);
  own.queueOldestSeconds.set(waiting?.oldest ?? 0);
  const { workers } = await activeEnsemble(ctx.db, profileNow());
  own.desiredWorkers.set(desiredWorkers(waiting?.depth ?? 0, workers));
  const means = await ctx.db
    .select({ mode: run.mode, mean: sql<number>`avg(${rating.stars})::float` })
    .from(rating)
    .innerJoin(formula, eq(formula.id, rating.formulaId))
    .innerJoin(run, eq(run.id, formula.runId))
    .where(sql`${rating.undoneAt} is null and ${rating.at} > now() - interval '30 days'`)
    .groupBy(run.mode);
  for (const { mode, mean } of means) own.ratingMean.set({ mode }, mean);
  return mergedText([await metricsAsData(own.registry), ...(await liveProcesses(ctx))]);
}

async function liveProcesses(ctx: Pick<Ctx, 'db'>): Promise<(readonly object[])[]> {
  const rows = await ctx.db.select({ data: processMetrics.data }).from(processMetrics).where(sql`${processMetrics.at} > now() - ${STALE}`);
  return rows.map((row) => row.data);
}

/** A metric as its process published it. A gauge that is not a number comes back from JSON as null. */
const Published = z.looseObject({
  name: z.string(),
  values: z.array(
    z.looseObject({
      value: z.number().nullable(),
      metricName: z.string().optional(),
      labels: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

type Labels = Readonly<Record<string, string>>;

/** What the worker processes alive now have measured, each since it began. */
export interface LiveFigures {
  /** A counter, or a histogram's `_sum` or `_count`, added up over them. */
  readonly sum: (name: string, labels?: Labels) => number;
  /** A gauge's mean over those that have it; null when none has. */
  readonly mean: (name: string, labels?: Labels) => number | null;
}

export async function liveFigures(ctx: Pick<Ctx, 'db'>): Promise<LiveFigures> {
  const values = (await liveProcesses(ctx))
    .flat()
    .map((metric) => Published.parse(metric))
    .flatMap((metric) => metric.values.map((value) => ({ ...value, metric: value.metricName ?? metric.name })));
  const of = (name: string, labels: Labels): number[] =>
    values
      .filter(({ metric, labels: own }) => metric === name && Object.entries(labels).every(([key, value]) => own[key] === value))
      .flatMap(({ value }) => value ?? []);
  const sum = (name: string, labels: Labels = {}): number => of(name, labels).reduce((total, value) => total + value, 0);
  return {
    sum,
    mean: (name, labels = {}) => {
      const { length } = of(name, labels);
      return length === 0 ? null : sum(name, labels) / length;
    },
  };
}
