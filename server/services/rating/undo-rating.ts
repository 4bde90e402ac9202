import { and, eq } from 'drizzle-orm';
import { rating } from '#drizzle/schema/rating.ts';
import { askForRefit } from '../../queue/ask-for-refit.ts';
import type { Ctx } from '../context.ts';

/** Takes back an own rating: the row stays, marked undone, and the one before it counts again. */
export async function undoRating({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ undone: boolean }> {
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .update(rating)
      .set({ undoneAt: ctx.now() })
      .where(and(eq(rating.id, input.id), eq(rating.designerId, ctx.actor.id)))
      .returning({ id: rating.id });
    if (rows.length > 0) await askForRefit(ctx.boss, tx);
    return { undone: rows.length > 0 };
  });
}
