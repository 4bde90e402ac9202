import { eq } from 'drizzle-orm';
import { run } from '#drizzle/schema/run.ts';
import type { WorkerCtx } from '../context.ts';
import { isTerminal } from './append-events.ts';

/** What a worker is to do with the run it holds: go on, stop and keep the best, or let go of it. */
export async function readControl(ctx: Pick<WorkerCtx, 'db'>, runId: string, attempt: number): Promise<'go' | 'stop' | 'lost'> {
  const [row] = await ctx.db
    .select({ status: run.status, attempt: run.attempt, stopRequestedAt: run.stopRequestedAt })
    .from(run)
    .where(eq(run.id, runId));
  if (!row || row.attempt !== attempt || isTerminal(row.status) || row.status === 'paused') return 'lost';
  return row.stopRequestedAt ? 'stop' : 'go';
}
