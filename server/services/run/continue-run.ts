import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { type NewRunEvent, ReadingValidData } from '#domain/run/event.ts';
import { brief, run, runCheckpoint, runEvent } from '#drizzle/schema/run.ts';
import type { Tx } from '../../db/connect.ts';
import { EVOLVE_QUEUE } from '../../queue/queues.ts';
import { sendJob } from '../../queue/send-job.ts';
import type { Ctx } from '../context.ts';
import { appendEvents, isTerminal } from './append-events.ts';
import { requireOwnRun } from './own-run.ts';
import { unpauseRun } from './pause-run.ts';

export const ContinueRun = z.strictObject({
  id: z.uuid(),
  /** Id for the run that goes on, when the one named is over: a finished log is never reopened. */
  newId: z.uuid(),
});

/**
 * 이어서 진행: a paused run goes on as itself; one that was stopped or cancelled goes on as its child,
 * from the same checkpoint, at the next generation.
 */
export async function continueRun({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.infer<typeof ContinueRun>;
}): Promise<{ id: string; status: string }> {
  const parent = await requireOwnRun(ctx, input.id);
  if (!isTerminal(parent.status)) {
    if (parent.status === 'paused') return { id: parent.id, ...(await unpauseRun({ ctx, input: { id: parent.id } })) };
    return { id: parent.id, status: parent.status };
  }
  const { reading } = parent;
  if (!reading)
    throw new DomainError('conflict', 'the run ended before its brief was read', '해석이 끝나기 전에 멈췄어요. 새로 시작해 주세요.');

  return ctx.db.transaction(async (tx) => {
    const [existing] = await tx.select({ status: run.status }).from(run).where(eq(run.id, input.newId));
    if (existing) return { id: input.newId, status: existing.status };
    const now = ctx.now();
    const [text] = await tx.select({ text: brief.text }).from(brief).where(eq(brief.id, parent.briefId));
    await tx.insert(run).values({
      ...parent,
      id: input.newId,
      parentId: parent.id,
      status: 'evolving',
      attempt: 0,
      lastSeq: 0,
      stopRequestedAt: null,
      finishedAt: null,
      createdAt: now,
    });
    await tx.execute(sql`
      insert into ${runCheckpoint} (run_id, attempt, gen, data, at)
      select ${input.newId}, 0, gen, data, ${now.toISOString()}::timestamptz from ${runCheckpoint} where run_id = ${parent.id}`);
    const read = await readingEvent(tx, parent.id);
    await appendEvents(tx, {
      runId: input.newId,
      attempt: null,
      now,
      events: [
        {
          type: 'accepted',
          data: {
            brief: text?.text ?? '',
            mode: parent.mode,
            engine: parent.engine,
            preset: parent.config.preset,
            seed: parent.seed,
            parent: parent.id,
          },
        },
        ...read,
      ],
    });
    await sendJob(ctx.boss, tx, EVOLVE_QUEUE, { runId: input.newId, after: 0 });
    return { id: input.newId, status: 'evolving' };
  });
}

/** The parent's validated reading as the child's own event: its screen shows what it evolves for from the start. */
async function readingEvent(tx: Tx, parentId: string): Promise<NewRunEvent[]> {
  const [row] = await tx
    .select({ data: runEvent.data })
    .from(runEvent)
    .where(and(eq(runEvent.runId, parentId), eq(runEvent.type, 'reading.valid')))
    .orderBy(desc(runEvent.seq))
    .limit(1);
  return row ? [{ type: 'reading.valid', data: ReadingValidData.parse(row.data) }] : [];
}
