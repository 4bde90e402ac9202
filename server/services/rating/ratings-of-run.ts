import { and, asc, eq, isNull } from 'drizzle-orm';
import { rating } from '#drizzle/schema/rating.ts';
import { formula } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';
import type { RatingRow } from './rate-candidate.ts';

/** The actor's latest rating of each candidate of a run, by candidate id. */
export async function ratingsOfRun({
  ctx,
  input,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: { runId: string };
}): Promise<Record<string, RatingRow>> {
  const rows = await ctx.db
    .select({ rating })
    .from(rating)
    .innerJoin(formula, eq(formula.id, rating.formulaId))
    .where(and(eq(formula.runId, input.runId), eq(rating.designerId, ctx.actor.id), isNull(rating.undoneAt)))
    .orderBy(asc(rating.at));
  return Object.fromEntries(rows.map((row) => [row.rating.formulaId, row.rating]));
}
