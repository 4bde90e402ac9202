import { and, eq, inArray, sql } from 'drizzle-orm';
import type { RunStatus } from '#domain/run/event.ts';
import { brief, run } from '#drizzle/schema/run.ts';
import type { WorkerCtx } from '../context.ts';
import type { RunRow } from './own-run.ts';

/** A run as the worker that claimed it sees it. `row.attempt` fences everything that worker writes. */
export interface ClaimedRun {
  readonly row: RunRow;
  readonly brief: string;
}

/**
 * Takes a run for this worker: compare-and-set from the statuses that `lane` may start from, attempt + 1.
 * Null when there is nothing to do any more (cancelled, finished, already past this lane).
 */
export async function claimRun(ctx: Pick<WorkerCtx, 'db'>, runId: string, lane: 'interpret' | 'evolve'): Promise<ClaimedRun | null> {
  const from: RunStatus[] = lane === 'interpret' ? ['queued', 'reading'] : ['evolving'];
  const [row] = await ctx.db
    .update(run)
    .set({ attempt: sql`${run.attempt} + 1`, ...(lane === 'interpret' ? { status: 'reading' as const } : {}) })
    .where(and(eq(run.id, runId), inArray(run.status, from)))
    .returning();
  if (!row) return null;
  const [text] = await ctx.db.select({ text: brief.text }).from(brief).where(eq(brief.id, row.briefId));
  return text ? { row, brief: text.text } : null;
}
