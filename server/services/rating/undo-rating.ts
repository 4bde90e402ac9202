import { and, eq } from 'drizzle-orm';
import { rating } from '#drizzle/schema/rating.ts';
import type { Ctx } from '../context.ts';

/** Takes back an own rating: the row stays, marked undone, and the one before it counts again. */
export async function undoRating({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ undone: boolean }> {
  const rows = await ctx.db
    .update(rating)
    .set({ undoneAt: ctx.now() })
    .where(and(eq(rating.id, input.id), eq(rating.designerId, ctx.actor.id)))
    .returning({ id: rating.id });
  return { undone: rows.length > 0 };
}
