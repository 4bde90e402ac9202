import { sql } from 'drizzle-orm';
import type { Ctx } from './context.ts';

/** Whether this process can serve: resolves when the database answers, rejects with the reason otherwise. */
export async function checkHealth(ctx: Pick<Ctx, 'db'>): Promise<void> {
  await ctx.db.execute(sql`select 1`);
}
