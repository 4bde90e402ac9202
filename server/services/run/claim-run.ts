import { and, eq, inArray, sql } from 'drizzle-orm';
import { DomainError } from '#domain/error.ts';
import type { RunStatus } from '#domain/run/event.ts';
import { brief, run } from '#drizzle/schema/run.ts';
import type { WorkerCtx } from '../context.ts';
import { failRun } from './fail-run.ts';
import type { RunRow } from './own-run.ts';

/** A run that was begun this often takes its workers down with it: it is ended with what it has. */
export const MAX_ATTEMPTS = 10;

/** A run as the worker that claimed it sees it. `row.attempt` fences everything that worker writes. */
export interface ClaimedRun {
  readonly row: RunRow;
  readonly brief: string;
}

/**
 * Takes a run for this worker: compare-and-set from the statuses that `lane` may start from, attempt + 1.
 * Null when there is nothing to do any more (cancelled, finished, already past this lane).
 */
export async function claimRun(
  ctx: Pick<WorkerCtx, 'db' | 'now'>,
  runId: string,
  lane: 'interpret' | 'evolve',
): Promise<ClaimedRun | null> {
  const from: RunStatus[] = lane === 'interpret' ? ['queued', 'reading'] : ['evolving'];
  const [row] = await ctx.db
    .update(run)
    .set({ attempt: sql`${run.attempt} + 1`, ...(lane === 'interpret' ? { status: 'reading' as const } : {}) })
    .where(and(eq(run.id, runId), inArray(run.status, from)))
    .returning();
  if (!row) return null;
  if (row.attempt > MAX_ATTEMPTS) {
    const error = new DomainError(
      'internal',
      `begun ${MAX_ATTEMPTS} times without an end`,
      '작업이 여러 번 중단돼서 멈췄어요. 지금까지 찾은 후보는 그대로 쓸 수 있어요. 브리프를 조금 바꿔 다시 시작해 주세요.',
    );
    await failRun({ ctx, input: { runId, attempt: row.attempt, error } });
    return null;
  }
  const [text] = await ctx.db.select({ text: brief.text }).from(brief).where(eq(brief.id, row.briefId));
  return text ? { row, brief: text.text } : null;
}
