import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import { guardrailsOf } from '#domain/policy/guardrails.ts';
import { auditEntry } from '#drizzle/schema/audit.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { policyAlias, policyCheckpoint, preferenceFit, trainingIteration, trainingRun } from '#drizzle/schema/training.ts';
import type { Ctx } from '../context.ts';

const RUNS_SHOWN = 20;
const HISTORY_SHOWN = 20;

/** What the training page opens with: who serves, which trainings there were, the data they learn from, what was changed by whom. */
export async function readTraining({ ctx }: { ctx: Pick<Ctx, 'db'> }) {
  const [aliases, runs, checkpoints, [fit], evidence, history] = await Promise.all([
    ctx.db.select().from(policyAlias),
    ctx.db.select().from(trainingRun).orderBy(desc(trainingRun.createdAt)).limit(RUNS_SHOWN),
    ctx.db.select().from(policyCheckpoint).orderBy(desc(policyCheckpoint.at)).limit(100),
    ctx.db
      .select({
        id: preferenceFit.id,
        at: preferenceFit.at,
        ratings: preferenceFit.ratings,
        pairs: preferenceFit.pairs,
        gateWeight: preferenceFit.gateWeight,
        gateLowerBound: preferenceFit.gateLowerBound,
        looAccuracy: preferenceFit.looAccuracy,
      })
      .from(preferenceFit)
      .orderBy(desc(preferenceFit.at))
      .limit(1),
    ctx.db
      .select({ evidence: rating.evidence, count: sql<number>`count(*)::int` })
      .from(rating)
      .where(sql`${rating.undoneAt} is null`)
      .groupBy(rating.evidence),
    ctx.db
      .select()
      .from(auditEntry)
      .where(sql`${auditEntry.action} like 'policy.%' or ${auditEntry.action} like 'training.%'`)
      .orderBy(desc(auditEntry.at))
      .limit(HISTORY_SHOWN),
  ]);
  return {
    aliases: aliases.map(({ name, checkpointId, previousId, changedAt }) => ({ name, checkpointId, previousId, changedAt })),
    runs,
    checkpoints: checkpoints.map((row) => ({ ...row, guardrails: guardrailsOf(row.metrics) })),
    fit: fit ?? null,
    ratings: Object.fromEntries(evidence.map((row) => [row.evidence, row.count])),
    history,
  };
}

/** The curve of one training after an iteration; poll with the last one seen. */
export async function readCurve({ ctx, input }: { ctx: Pick<Ctx, 'db'>; input: { id: string; after: number } }) {
  const [run] = await ctx.db.select({ status: trainingRun.status }).from(trainingRun).where(eq(trainingRun.id, input.id));
  const points = await ctx.db
    .select({ iteration: trainingIteration.iteration, at: trainingIteration.at, data: trainingIteration.data })
    .from(trainingIteration)
    .where(and(eq(trainingIteration.trainingRunId, input.id), gt(trainingIteration.iteration, input.after)))
    .orderBy(asc(trainingIteration.iteration));
  return { status: run?.status ?? null, points };
}
