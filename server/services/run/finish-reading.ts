import { eq } from 'drizzle-orm';
import type { Reading } from '#domain/brief/reading.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import { type ResolvedConfig, run } from '#drizzle/schema/run.ts';
import { EVOLVE_QUEUE } from '../../queue/queues.ts';
import { sendJob } from '../../queue/send-job.ts';
import type { WorkerCtx } from '../context.ts';
import { appendEvents } from './append-events.ts';

export interface FinishReading {
  readonly runId: string;
  readonly attempt: number;
  readonly events: readonly NewRunEvent[];
  readonly reading: Reading;
  readonly key: string | null;
  readonly config: ResolvedConfig;
}

/** The reading, the move to evolution and the evolution's job commit together. Throws LostRun. */
export async function finishReading({ ctx, input }: { ctx: WorkerCtx; input: FinishReading }): Promise<void> {
  const { runId, attempt, events, reading, key, config } = input;
  await ctx.db.transaction(async (tx) => {
    await appendEvents(tx, { runId, attempt, events, status: 'evolving', now: ctx.now() });
    await tx.update(run).set({ reading, readingKey: key, config }).where(eq(run.id, runId));
    await sendJob(ctx.boss, tx, EVOLVE_QUEUE, { runId, after: attempt });
  });
}
