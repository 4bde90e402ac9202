import { desc, inArray, sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { preferenceFit, TRAINING_KINDS, trainingRun } from '#drizzle/schema/training.ts';
import { TRAIN_QUEUE, type TrainJob } from '../../queue/queues.ts';
import { note } from '../audit.ts';
import type { Ctx } from '../context.ts';

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
    await tx.execute(sql`select pg_advisory_xact_lock(${TRAINING_LOCK})`);
    const open = await tx
      .select({ id: trainingRun.id, status: trainingRun.status })
      .from(trainingRun)
      .where(inArray(trainingRun.status, ['queued', 'running']));
    const same = open.find((row) => row.id === wanted.id);
    if (same) return same;
    if (open.length > 0)
      throw new DomainError('conflict', 'a training is running already', '이미 학습이 진행 중이에요. 끝난 뒤에 다시 시작해 주세요.');
    const [fit] = await tx.select({ id: preferenceFit.id }).from(preferenceFit).orderBy(desc(preferenceFit.at)).limit(1);
    await tx.insert(trainingRun).values({
      id: wanted.id,
      kind: wanted.kind,
      requestedBy: ctx.actor.id,
      preferenceFitId: fit?.id ?? null,
      seed: wanted.seed,
      config: {},
      createdAt: ctx.now(),
    });
    const job: TrainJob = { trainingRunId: wanted.id };
    await ctx.boss.send(TRAIN_QUEUE, job, { db: fromDrizzle(tx, sql), singletonKey: wanted.id });
    await note(tx, { actorId: ctx.actor.id, action: 'training.start', subject: wanted.id, data: { kind: wanted.kind, seed: wanted.seed } });
    return { id: wanted.id, status: 'queued' };
  });
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
