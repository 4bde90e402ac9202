import { eq } from 'drizzle-orm';
import { DomainError } from '#domain/error.ts';
import { run } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';

export type RunRow = typeof run.$inferSelect;

/** The run, if it is the actor's own. Someone else's run does not exist for them. */
export async function requireOwnRun(ctx: Pick<Ctx, 'db' | 'actor'>, runId: string): Promise<RunRow> {
  const [row] = await ctx.db.select().from(run).where(eq(run.id, runId));
  if (!row || row.ownerId !== ctx.actor.id)
    throw new DomainError('not_found', `no run ${runId}`, '작업을 찾을 수 없어요. 주소를 다시 확인해 주세요.');
  return row;
}
