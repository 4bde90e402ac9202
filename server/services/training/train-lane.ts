import { and, eq, inArray, sql } from 'drizzle-orm';
import { policyCheckpoint, trainingIteration, trainingRun } from '#drizzle/schema/training.ts';
import type { WorkerCtx } from '../context.ts';
import { moveAlias } from './move-alias.ts';

export type TrainingRow = typeof trainingRun.$inferSelect;
type Measured = Record<string, number | string | boolean | null>;
type Fenced = { readonly id: string; readonly attempt: number };

/** Takes a training for this worker (attempt + 1); null when it is over. */
export async function claimTraining(ctx: Pick<WorkerCtx, 'db'>, id: string): Promise<TrainingRow | null> {
  const [row] = await ctx.db
    .update(trainingRun)
    .set({ status: 'running', attempt: sql`${trainingRun.attempt} + 1` })
    .where(and(eq(trainingRun.id, id), inArray(trainingRun.status, ['queued', 'running'])))
    .returning();
  return row ?? null;
}

/** Keeps one iteration's figures. Returns whether the training is to go on: false when it was stopped or taken over. */
export async function recordIteration(
  ctx: Pick<WorkerCtx, 'db' | 'now'>,
  { id, attempt }: Fenced,
  iteration: number,
  data: Measured,
): Promise<boolean> {
  const [row] = await ctx.db.select().from(trainingRun).where(eq(trainingRun.id, id));
  if (row?.attempt !== attempt || row.status !== 'running') return false;
  const point = { trainingRunId: id, iteration, at: ctx.now(), data };
  await ctx.db
    .insert(trainingIteration)
    .values(point)
    .onConflictDoUpdate({ target: [trainingIteration.trainingRunId, trainingIteration.iteration], set: point });
  return row.stopRequestedAt === null;
}

export async function recordPolicyCheckpoint(
  ctx: Pick<WorkerCtx, 'db' | 'now'>,
  checkpoint: {
    trainingRunId: string;
    updates: number;
    file: string;
    sha256: string;
    metrics: Record<string, number | null>;
    best: boolean;
  },
): Promise<string> {
  const id = crypto.randomUUID();
  await ctx.db.transaction(async (tx) => {
    if (checkpoint.best) {
      await tx.update(policyCheckpoint).set({ best: false }).where(eq(policyCheckpoint.trainingRunId, checkpoint.trainingRunId));
    }
    await tx.insert(policyCheckpoint).values({ id, ...checkpoint, at: ctx.now() });
  });
  return id;
}

/** Ends a training; its best checkpoint becomes the challenger in the same step. */
export async function finishTraining(
  ctx: Pick<WorkerCtx, 'db' | 'now'>,
  { id, attempt }: Fenced,
  end: { status: 'done' | 'failed' | 'stopped' | 'unstable'; stats: Measured | null; error?: string; challengerId?: string },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(trainingRun)
      .set({ status: end.status, stats: end.stats, error: end.error ?? null, finishedAt: ctx.now() })
      .where(and(eq(trainingRun.id, id), eq(trainingRun.attempt, attempt), eq(trainingRun.status, 'running')))
      .returning({ id: trainingRun.id });
    if (row && end.challengerId) await moveAlias(tx, 'challenger', end.challengerId, ctx.now());
  });
}
