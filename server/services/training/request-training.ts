import { desc, eq, inArray, sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { preferenceFit, TRAINING_KINDS, trainingRun } from '#drizzle/schema/training.ts';
import type { Tx } from '../../db/connect.ts';
import { TRAIN_QUEUE, type TrainJob } from '../../queue/queues.ts';
import { note } from '../audit.ts';
import type { Ctx, WorkerCtx } from '../context.ts';

export const RequestTraining = z.strictObject({
  id: z.uuid(),
  kind: z.enum(TRAINING_KINDS),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});

/** One training at a time: two would share the cores and both be late. */
const TRAINING_LOCK = 740_053;

/** Starts a training of the policy on the newest preference fit. The same id again starts nothing. Throws conflict. */
export async function requestTraining({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.input<typeof RequestTraining>;
}): Promise<{ id: string; status: string }> {
  const wanted = RequestTraining.parse(input);
  return ctx.db.transaction(async (tx) => {
    const open = await openTrainings(tx);
    const same = open.find((row) => row.id === wanted.id);
    if (same) return same;
    if (open.length > 0)
      throw new DomainError('conflict', 'a training is running already', '이미 학습이 진행 중이에요. 끝난 뒤에 다시 시작해 주세요.');
    await beginTraining(ctx, tx, { ...wanted, requestedBy: ctx.actor.id });
    return { id: wanted.id, status: 'queued' };
  });
}

/** Ratings that must have come since the last fine-tuning before the next one is worth its time. */
const RATINGS_BETWEEN_FINE_TUNES = 10;

/**
 * Fine-tunes the policy in the background when the ratings have earned it: the gate is open, enough ratings are new, and
 * nothing else is training. Returns whether it was started.
 */
export async function fineTuneIfWorthwhile(ctx: WorkerCtx, fit: { ratings: number; gateWeight: number }): Promise<boolean> {
  if (fit.gateWeight === 0) return false;
  return ctx.db.transaction(async (tx) => {
    if ((await openTrainings(tx)).length > 0) return false;
    const [latest] = await tx
      .select({ ratings: preferenceFit.ratings })
      .from(trainingRun)
      .innerJoin(preferenceFit, eq(preferenceFit.id, trainingRun.preferenceFitId))
      .where(eq(trainingRun.kind, 'fine_tune'))
      .orderBy(desc(trainingRun.createdAt))
      .limit(1);
    if (latest && fit.ratings < latest.ratings + RATINGS_BETWEEN_FINE_TUNES) return false;
    await beginTraining(ctx, tx, { id: crypto.randomUUID(), kind: 'fine_tune', seed: 1, requestedBy: 'system' });
    return true;
  });
}

/** Trainings that wait or run; until the transaction ends nobody else starts one. */
async function openTrainings(tx: Tx): Promise<{ id: string; status: string }[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(${TRAINING_LOCK})`);
  return tx
    .select({ id: trainingRun.id, status: trainingRun.status })
    .from(trainingRun)
    .where(inArray(trainingRun.status, ['queued', 'running']));
}

async function beginTraining(
  ctx: Pick<WorkerCtx, 'boss' | 'now'>,
  tx: Tx,
  { id, kind, seed, requestedBy }: { id: string; kind: (typeof TRAINING_KINDS)[number]; seed: number; requestedBy: string },
): Promise<void> {
  const [fit] = await tx.select({ id: preferenceFit.id }).from(preferenceFit).orderBy(desc(preferenceFit.at)).limit(1);
  await tx.insert(trainingRun).values({ id, kind, requestedBy, preferenceFitId: fit?.id ?? null, seed, config: {}, createdAt: ctx.now() });
  const job: TrainJob = { trainingRunId: id };
  await ctx.boss.send(TRAIN_QUEUE, job, { db: fromDrizzle(tx, sql), singletonKey: id });
  await note(tx, { actorId: requestedBy, action: 'training.start', subject: id, data: { kind, seed } });
}

/** Asks a training to end after its current iteration; what it reached stays. */
export async function stopTraining({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx
      .update(trainingRun)
      .set({ stopRequestedAt: ctx.now() })
      .where(sql`${trainingRun.id} = ${input.id} and ${trainingRun.status} in ('queued', 'running')`);
    await note(tx, { actorId: ctx.actor.id, action: 'training.stop', subject: input.id });
  });
}
