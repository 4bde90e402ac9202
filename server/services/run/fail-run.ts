import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { DomainError } from '#domain/error.ts';
import { formula } from '#drizzle/schema/run.ts';
import type { WorkerCtx } from '../context.ts';
import { LostRun } from './append-events.ts';
import { recordEvents } from './record-events.ts';

/** Ends a run that cannot go on. Candidates found so far stay usable; the cause is kept in words for the screen. */
export async function failRun({
  ctx,
  input,
}: {
  ctx: Pick<WorkerCtx, 'db' | 'now'>;
  input: { runId: string; attempt: number; error: DomainError };
}): Promise<void> {
  const { runId, attempt, error } = input;
  const kept = await ctx.db.$count(formula, and(eq(formula.runId, runId), isNull(formula.withdrawnAt)));
  const details = Object.keys(error.details).length > 0 ? { details: z.record(z.string(), z.json()).parse(error.details) } : {};
  try {
    await recordEvents({
      ctx,
      input: {
        runId,
        attempt,
        status: 'failed',
        events: [{ type: 'failed', data: { code: error.code, message: error.messageKo, kept, ...details } }],
      },
    });
  } catch (lost) {
    if (!(lost instanceof LostRun)) throw lost; // cancelled in the same moment: that is its end
  }
}
