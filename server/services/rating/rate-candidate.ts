import { eq } from 'drizzle-orm';
import { DomainError } from '#domain/error.ts';
import { Rating } from '#domain/preference/rating.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { formula } from '#drizzle/schema/run.ts';
import { askForRefit } from '../../queue/ask-for-refit.ts';
import type { Ctx } from '../context.ts';

export type RatingRow = typeof rating.$inferSelect;

/** Keeps a rating of an own candidate. The same id again changes nothing: a retry can never rate twice. */
export async function rateCandidate({ ctx, input }: { ctx: Ctx; input: Rating }): Promise<RatingRow> {
  const wanted = Rating.parse(input);
  await requireOwnFormula(ctx, wanted.candidateId);
  const { candidateId, axes, comment, ...rest } = wanted;
  await ctx.db.transaction(async (tx) => {
    const kept = await tx
      .insert(rating)
      .values({
        ...rest,
        axes: axes ?? null,
        comment: comment.normalize('NFC'),
        designerId: ctx.actor.id,
        formulaId: candidateId,
        at: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: rating.id });
    if (kept.length > 0) await askForRefit(ctx.boss, tx);
  });
  const [row] = await ctx.db.select().from(rating).where(eq(rating.id, wanted.id));
  if (!row || row.designerId !== ctx.actor.id)
    throw new DomainError('conflict', 'this rating id is taken', '평가 번호가 겹쳤어요. 다시 평가해 주세요.');
  return row;
}

/** The candidate, if it is the actor's own and was not withdrawn. */
export async function requireOwnFormula(ctx: Pick<Ctx, 'db' | 'actor'>, id: string): Promise<typeof formula.$inferSelect> {
  const [row] = await ctx.db.select().from(formula).where(eq(formula.id, id));
  if (!row || row.ownerId !== ctx.actor.id)
    throw new DomainError('not_found', `no candidate ${id}`, '후보를 찾을 수 없어요. 지워졌거나 주소가 달라요.');
  return row;
}
