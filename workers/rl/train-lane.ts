import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ACTION_SIZE } from '#domain/policy/layout.ts';
import type { PreferenceModel } from '#domain/preference/model.ts';
import type { Lane } from '#server/queue/lane.ts';
import { TRAIN_QUEUE, type TrainJob } from '#server/queue/queues.ts';
import { readFitById } from '#server/services/taste/preference-fit.ts';
import { promoteIfSound } from '#server/services/training/move-alias.ts';
import { claimTraining, finishTraining, recordIteration, recordPolicyCheckpoint } from '#server/services/training/train-lane.ts';
import type { WorkerWorld } from '../worker-process.ts';
import type { PolicyJudgement } from './judge/judge-policy.ts';
import { readRlConfig } from './train/rl-config.ts';
import { runTraining } from './train/run-training.ts';

/** Trains the policy in a worker thread: curves and checkpoints into the database, files beside the studio's state. */
export function trainLane(world: WorkerWorld): Lane<TrainJob> {
  return { queue: TRAIN_QUEUE, slots: 1, handle: ({ trainingRunId }, { signal }) => train(world, trainingRunId, signal) };
}

async function train({ ctx, log, metrics }: WorkerWorld, id: string, drained: AbortSignal): Promise<void> {
  const row = await claimTraining(ctx, id);
  if (!row) return;
  const { attempt, kind, seed } = row;
  const model = row.preferenceFitId ? await readFitById(ctx, row.preferenceFitId) : null;
  const stop = new AbortController();
  const writes = new Writes();
  let entropyFirst: number | null = null;
  let last: Readonly<Record<string, number | null>> = {};
  try {
    const summary = await runTraining({
      kind,
      model,
      config: readRlConfig(),
      seed,
      directory: join(policiesDir(), id),
      resume: attempt > 1,
      signal: AbortSignal.any([stop.signal, drained]),
      onIteration(stats) {
        last = stats;
        entropyFirst ??= stats['train/entropy_loss'] ?? null;
        writes.add(async () => {
          if (!(await recordIteration(ctx, { id, attempt }, stats['time/iterations'] ?? 0, stats))) stop.abort();
        });
      },
      onCheckpoint({ updates, path, sha256, best, meanReward }) {
        const kept = { trainingRunId: id, updates, file: path, sha256, best };
        writes.add(
          async () =>
            void (await recordPolicyCheckpoint(ctx, {
              ...kept,
              metrics: { mean_reward: meanReward, approx_kl: last['train/approx_kl'] ?? null },
            })),
        );
      },
      onCheckpointFailed: (iteration, message) => log.warn({ iteration, message }, 'a checkpoint could not be written; training goes on'),
      onRollback({ reason, iteration, value, limit }) {
        metrics.ppoRollbacks.inc({ reason });
        log.warn({ trainingRunId: id, iteration, reason, value, limit }, 'rolled back to the last sound policy');
      },
      onRemark: (message) => log.info({ message }, 'training'),
    });
    await writes.done();
    if (drained.aborted) throw new Error('the worker drains; the training goes on from its checkpoint');
    const judgement = await judge(summary.policyPath, model);
    const entropyLast = last['train/entropy_loss'] ?? null;
    const metricsOfPolicy = {
      mean_reward: summary.checkpoint.best_reward,
      approx_kl: last['train/approx_kl'] ?? null,
      entropy_kept: entropyKept(entropyFirst, entropyLast),
      ...judgement,
    };
    const challengerId = await recordPolicyCheckpoint(ctx, {
      trainingRunId: id,
      updates: summary.iterations,
      file: summary.policyPath,
      sha256: createHash('sha256').update(readFileSync(summary.policyPath)).digest('hex'),
      best: true,
      metrics: metricsOfPolicy,
    });
    const stats = { provider: summary.provider, seconds: summary.seconds, steps: summary.steps, ...summary.checkpoint };
    await finishTraining(ctx, { id, attempt }, { status: summary.status, stats, challengerId });
    if (row.requestedBy === 'system' && summary.status === 'done') await promoteIfSound(ctx, challengerId);
  } catch (error) {
    if (drained.aborted) throw error;
    log.error({ err: error, trainingRunId: id }, 'training failed');
    await finishTraining(
      ctx,
      { id, attempt },
      { status: 'failed', stats: null, error: error instanceof Error ? error.message : String(error) },
    );
  }
}

/**
 * What is left of the policy's first exploration, 0–1. With a Gaussian policy the differential entropy may be negative, so the
 * kept part is taken of the mean standard deviation, which is exp of the entropy a dimension up to a constant.
 */
function entropyKept(first: number | null, last: number | null): number | null {
  if (first === null || last === null) return null;
  return Math.min(1, Math.exp((first - last) / ACTION_SIZE));
}

async function judge(policyPath: string, model: PreferenceModel | null): Promise<PolicyJudgement> {
  const worker = new Worker(new URL('./judge/judge-thread.ts', import.meta.url), { workerData: { policyPath, model } });
  try {
    const [judgement]: PolicyJudgement[] = await once(worker, 'message');
    if (!judgement) throw new Error('the judge gave no answer');
    return judgement;
  } finally {
    await worker.terminate();
  }
}

function policiesDir(): string {
  return join(resolve(process.env.STUDIO_STATE_DIR || '.studio'), 'policies');
}

/** Database writes in order, beside the training; the first error comes out at the end. */
class Writes {
  #tail: Promise<void> = Promise.resolve();

  add(write: () => Promise<void>): void {
    this.#tail = this.#tail.then(write);
    this.#tail.catch(() => undefined); // reported by done()
  }

  done(): Promise<void> {
    return this.#tail;
  }
}
