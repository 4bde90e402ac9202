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

/** Adds up a counter, or a histogram's `_sum` or `_count`, over the worker processes alive now; counted since each began. */
export type SumOf = (name: string, labels?: Readonly<Record<string, string>>) => number;

export async function liveSums(ctx: Pick<Ctx, 'db'>): Promise<SumOf> {
  const values = (await liveProcesses(ctx))
    .flat()
    .map((metric) => Published.parse(metric))
    .flatMap((metric) => metric.values.map((value) => ({ ...value, metric: value.metricName ?? metric.name })));
  return (name, labels = {}) =>
    values
      .filter(({ metric, labels: own }) => metric === name && Object.entries(labels).every(([key, value]) => own[key] === value))
      .reduce((sum, { value }) => sum + (value ?? 0), 0);
}
