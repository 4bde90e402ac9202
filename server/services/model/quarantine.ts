import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { briefQuarantine } from '#drizzle/schema/model.ts';
import { requireRole } from '../../auth/actor.ts';
import type { Seat } from '../../config/ensemble.ts';
import type { Db } from '../../db/connect.ts';
import { note } from '../audit.ts';
import type { Ctx } from '../context.ts';

export const ReleaseBrief = z.strictObject({ briefHash: z.string().regex(/^[0-9a-f]{64}$/), reason: z.string().trim().min(2).max(300) });

/** How many model processes have ended while this brief was in them. */
export async function crashesOf({ ctx, input }: { ctx: { readonly db: Db }; input: { briefHash: string } }): Promise<number> {
  const [row] = await ctx.db
    .select({ crashes: briefQuarantine.crashes })
    .from(briefQuarantine)
    .where(eq(briefQuarantine.briefHash, input.briefHash));
  return row?.crashes ?? 0;
}

/** Counts one more. */
export async function recordCrash({ ctx, input }: { ctx: { readonly db: Db }; input: { briefHash: string; seat: Seat } }): Promise<void> {
  const row = { briefHash: input.briefHash, crashes: 1, lastSeat: input.seat, lastAt: sql`now()` };
  await ctx.db
    .insert(briefQuarantine)
    .values(row)
    .onConflictDoUpdate({
      target: briefQuarantine.briefHash,
      set: { crashes: sql`${briefQuarantine.crashes} + 1`, lastSeat: input.seat, lastAt: sql`now()` },
    });
}

/** A brief that a model has read to its end was not what killed the others. */
export async function forgiveBrief({ ctx, input }: { ctx: { readonly db: Db }; input: { briefHash: string } }): Promise<void> {
  await ctx.db.delete(briefQuarantine).where(eq(briefQuarantine.briefHash, input.briefHash));
}

/** Briefs under which models died, by hash: the text is its owner's. */
export async function listQuarantine({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }): Promise<(typeof briefQuarantine.$inferSelect)[]> {
  requireRole(ctx.actor, 'viewer');
  return ctx.db.select().from(briefQuarantine).orderBy(desc(briefQuarantine.lastAt)).limit(100);
}

/** Lets models read a brief again. */
export async function releaseBrief({ ctx, input }: { ctx: Ctx; input: z.infer<typeof ReleaseBrief> }): Promise<void> {
  requireRole(ctx.actor, 'operator');
  const { briefHash, reason } = ReleaseBrief.parse(input);
  await ctx.db.transaction(async (tx) => {
    await tx.delete(briefQuarantine).where(eq(briefQuarantine.briefHash, briefHash));
    await note(tx, { actorId: ctx.actor.id, action: 'brief.release', subject: briefHash, reason });
  });
}
