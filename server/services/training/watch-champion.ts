import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import { type ChallengerVerdict, judgeChallenger, type RatedBatch } from '#domain/preference/guardrails.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { formula } from '#drizzle/schema/run.ts';
import { policyAlias } from '#drizzle/schema/training.ts';
import { note } from '../audit.ts';
import type { WorkerCtx } from '../context.ts';
import { moveAlias } from './move-alias.ts';

/**
 * Compares, in every batch rated since the champion was promoted, its formulas with the control beside them, and gives its
 * place back when it loses. Control formulas are the only unbiased measure there is.
 */
export async function watchChampion(ctx: Pick<WorkerCtx, 'db' | 'now'>): Promise<ChallengerVerdict | null> {
  const [champion] = await ctx.db.select().from(policyAlias).where(eq(policyAlias.name, 'champion'));
  if (!champion?.checkpointId) return null;
  const verdict = judgeChallenger(await batchesSince(ctx, champion.changedAt));
  if (verdict.verdict !== 'roll_back') return verdict;
  await ctx.db.transaction(async (tx) => {
    await moveAlias(tx, 'champion', champion.previousId, ctx.now());
    await note(tx, {
      actorId: 'system',
      action: 'policy.rollback',
      subject: champion.previousId ?? 'none',
      reason: '대조 포뮬러보다 별점이 낮아서 자동으로 되돌림',
      data: { from: champion.checkpointId, lead: verdict.lead, batches: verdict.batches },
    });
  });
  return verdict;
}

/** One batch a run, oldest first; a formula counts with its latest rating. */
async function batchesSince(ctx: Pick<WorkerCtx, 'db'>, since: Date): Promise<RatedBatch[]> {
  const rows = await ctx.db
    .select({ runId: formula.runId, formulaId: formula.id, source: formula.source, stars: rating.stars })
    .from(rating)
    .innerJoin(formula, eq(formula.id, rating.formulaId))
    .where(and(isNull(rating.undoneAt), gte(formula.createdAt, since)))
    .orderBy(asc(rating.at));
  const latest = new Map(rows.map((row) => [row.formulaId, row]));
  const runs = Map.groupBy(latest.values(), (row) => row.runId);
  return [...runs.values()].map((batch) => ({
    control: batch.filter((row) => row.source === 'control').map((row) => row.stars),
    challenger: batch.filter((row) => row.source === 'policy').map((row) => row.stars),
  }));
}
