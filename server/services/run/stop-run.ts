import { and, eq, notInArray, sql } from 'drizzle-orm';
import { TERMINAL_STATUSES } from '#domain/run/event.ts';
import { run } from '#drizzle/schema/run.ts';
import type { Ctx } from '../context.ts';
import { RUN_CONTROL_CHANNEL } from './append-events.ts';
import { requireOwnRun } from './own-run.ts';

/** Asks the run to stop at the next generation and keep the best so far; the worker writes the end. */
export async function stopRun({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ status: string }> {
  const row = await requireOwnRun(ctx, input.id);
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(run)
      .set({ stopRequestedAt: ctx.now() })
      .where(and(eq(run.id, input.id), notInArray(run.status, [...TERMINAL_STATUSES])));
    await tx.execute(sql`select pg_notify(${RUN_CONTROL_CHANNEL}, ${input.id})`);
  });
  return { status: row.status };
}
