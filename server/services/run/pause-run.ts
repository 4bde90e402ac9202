import { eq, sql } from 'drizzle-orm';
import { DomainError } from '#domain/error.ts';
import { run } from '#drizzle/schema/run.ts';
import { EVOLVE_QUEUE, INTERPRET_QUEUE } from '../../queue/queues.ts';
import { sendJob } from '../../queue/send-job.ts';
import type { Ctx } from '../context.ts';
import { appendEvents, isTerminal, RUN_CONTROL_CHANNEL } from './append-events.ts';
import { requireOwnRun } from './own-run.ts';

/** Holds a run where it is; its checkpoint stays, and its worker is free for others. */
export async function pauseRun({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ status: string }> {
  const row = await requireOwnRun(ctx, input.id);
  if (row.status !== 'reading' && row.status !== 'evolving') {
    throw new DomainError('conflict', `a run that is ${row.status} cannot be paused`, '지금은 잠시 멈출 수 없어요.');
  }
  await ctx.db.transaction(async (tx) => {
    await appendEvents(tx, {
      runId: input.id,
      attempt: null,
      status: 'paused',
      events: [{ type: 'paused', data: { by: ctx.actor.id } }],
      now: ctx.now(),
    });
    // A new attempt number fences the worker that still holds it.
    await tx
      .update(run)
      .set({ attempt: sql`${run.attempt} + 1` })
      .where(eq(run.id, input.id));
    await tx.execute(sql`select pg_notify(${RUN_CONTROL_CHANNEL}, ${input.id})`);
  });
  return { status: 'paused' };
}

/** Lets a paused run go on: from its checkpoint when it has a reading, else by reading again. */
export async function unpauseRun({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<{ status: string }> {
  const row = await requireOwnRun(ctx, input.id);
  if (isTerminal(row.status) || row.status !== 'paused') {
    throw new DomainError('conflict', `a run that is ${row.status} cannot go on`, '멈춰 둔 작업만 이어서 진행할 수 있어요.');
  }
  const status = row.reading ? 'evolving' : 'queued';
  await ctx.db.transaction(async (tx) => {
    await appendEvents(tx, { runId: input.id, attempt: null, status, events: [], now: ctx.now() });
    await sendJob(ctx.boss, tx, status === 'evolving' ? EVOLVE_QUEUE : INTERPRET_QUEUE, { runId: input.id, after: row.attempt });
  });
  return { status };
}
