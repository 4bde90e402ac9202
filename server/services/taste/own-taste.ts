import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type BeliefSummary, believe } from '#domain/preference/believe.ts';
import { pair, rating } from '#drizzle/schema/rating.ts';
import { designerSetting } from '#drizzle/schema/training.ts';
import { askForRefit } from '../../queue/ask-for-refit.ts';
import { note } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { readFit, readTasteSetting } from './preference-fit.ts';

export const SetTaste = z.strictObject({ useTaste: z.boolean().optional(), contributeRatings: z.boolean().optional() });

export interface OwnTaste {
  readonly useTaste: boolean;
  readonly contributeRatings: boolean;
  /** Null before the first fit. */
  readonly belief: BeliefSummary | null;
  readonly fittedAt: Date | null;
}

/** What the model believes about the actor's own taste, how sure it is, and how much of it is used. */
export async function readOwnTaste({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }): Promise<OwnTaste> {
  const [setting, fit] = await Promise.all([readTasteSetting(ctx, ctx.actor.id), readFit(ctx)]);
  return { ...setting, belief: fit ? believe(fit.model, ctx.actor.id) : null, fittedAt: fit?.at ?? null };
}

/** Switches the use of the own taste, or the teaching with own ratings, on or off. */
export async function setOwnTaste({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.infer<typeof SetTaste>;
}): Promise<{ useTaste: boolean; contributeRatings: boolean }> {
  const now = await readTasteSetting(ctx, ctx.actor.id);
  const { useTaste = now.useTaste, contributeRatings = now.contributeRatings } = SetTaste.parse(input);
  const wanted = { useTaste, contributeRatings };
  await ctx.db.transaction(async (tx) => {
    const row = { ownerId: ctx.actor.id, ...wanted, updatedAt: ctx.now() };
    await tx.insert(designerSetting).values(row).onConflictDoUpdate({ target: designerSetting.ownerId, set: row });
    await askForRefit(ctx.boss, tx);
  });
  return wanted;
}

/** Every answer the actor ever gave, undone ones marked. */
export async function exportOwnAnswers({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }) {
  const [ratings, pairs] = await Promise.all([
    ctx.db.select().from(rating).where(eq(rating.designerId, ctx.actor.id)).orderBy(asc(rating.at)),
    ctx.db.select().from(pair).where(eq(pair.designerId, ctx.actor.id)).orderBy(asc(pair.at)),
  ]);
  return { designer: ctx.actor.id, ratings, pairs };
}

/** Deletes every answer of the actor for good; the model forgets them at the refit that this asks for. */
export async function eraseOwnAnswers({ ctx }: { ctx: Ctx }): Promise<{ ratings: number; pairs: number }> {
  return ctx.db.transaction(async (tx) => {
    const ratings = await tx.delete(rating).where(eq(rating.designerId, ctx.actor.id)).returning({ id: rating.id });
    const pairs = await tx.delete(pair).where(eq(pair.designerId, ctx.actor.id)).returning({ id: pair.id });
    const erased = { ratings: ratings.length, pairs: pairs.length };
    await note(tx, { actorId: ctx.actor.id, action: 'taste.erase', subject: ctx.actor.id, data: erased });
    await askForRefit(ctx.boss, tx);
    return erased;
  });
}
