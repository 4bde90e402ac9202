import { sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { appendEvents, isTerminal, LostRun, RUN_CONTROL_CHANNEL } from './append-events.ts';
import { requireOwnRun } from './own-run.ts';

/** Discards a run. The status moves at once; the worker that holds it is told and writes nothing more. */
export async function cancelRun({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ status: string }> {
  const row = await requireOwnRun(ctx, input.id);
  if (isTerminal(row.status)) return { status: row.status };
  try {
    await ctx.db.transaction(async (tx) => {
      await appendEvents(tx, {
        runId: input.id,
        attempt: null,
        status: 'cancelled',
        events: [{ type: 'cancelled', data: { by: ctx.actor.id } }],
        now: ctx.now(),
      });
      await tx.execute(sql`select pg_notify(${RUN_CONTROL_CHANNEL}, ${input.id})`);
    });
    return { status: 'cancelled' };
  } catch (error) {
    if (!(error instanceof LostRun)) throw error;
    return { status: (await requireOwnRun(ctx, input.id)).status }; // it ended in the same moment
  }
}
