import { Worker } from 'node:worker_threads';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { PreferenceModel } from '#domain/preference/model.ts';
import type { RlConfig, TrainingPreset } from './rl-config.ts';
import type { IterationStats, Rollback } from './trainer.ts';
import type {
  CheckpointReport,
  TrainingBrief,
  TrainingFaults,
  TrainingOrder,
  TrainingReport,
  TrainingSummary,
} from './training-messages.ts';
import type { TrainingThreadData } from './training-thread.ts';

export interface RunTraining {
  readonly kind: TrainingPreset;
  readonly model: PreferenceModel | null;
  readonly designer?: string | null;
  readonly config: RlConfig;
  readonly seed: number;
  /** Folder of this training's checkpoints and final policy. */
  readonly directory: string;
  readonly briefs?: readonly TrainingBrief[];
  readonly catalogue?: Catalogue | null;
  readonly referencePath?: string | null;
  /** Continue the newest readable checkpoint in `directory`. */
  readonly resume?: boolean;
  /** Asked for first; a machine without it runs on the processor, and the summary says which. */
  readonly provider?: 'cuda' | 'cpu';
  /** Ends the training after the iteration under way; what it reached is written. */
  readonly signal?: AbortSignal;
  readonly faults?: TrainingFaults;
  onIteration?(stats: IterationStats): void;
  onCheckpoint?(checkpoint: CheckpointReport): void;
  /** The disk refused: training goes on without this checkpoint. */
  onCheckpointFailed?(iteration: number, message: string): void;
  onRollback?(rollback: Rollback): void;
  onRemark?(message: string): void;
}

/** Trains a policy in a worker thread; the caller's event loop stays free. Rejects when the thread fails. */
export async function runTraining(wish: RunTraining): Promise<TrainingSummary> {
  const order: TrainingOrder = {
    kind: wish.kind,
    catalogue: wish.catalogue ?? null,
    briefs: wish.briefs ?? [],
    model: wish.model,
    designer: wish.designer ?? null,
    config: wish.config,
    seed: wish.seed,
    directory: wish.directory,
    referencePath: wish.referencePath ?? null,
    resume: wish.resume ?? false,
    provider: wish.provider ?? 'cpu',
    ...(wish.faults ? { faults: wish.faults } : {}),
  };
  const stop = new SharedArrayBuffer(4);
  const data: TrainingThreadData = { order, stop };
  const worker = new Worker(new URL('./training-thread.ts', import.meta.url), { workerData: data });
  const ask = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1);
  };
  wish.signal?.addEventListener('abort', ask, { once: true });
  if (wish.signal?.aborted) ask();
  try {
    return await new Promise<TrainingSummary>((resolve, reject) => {
      let summary: TrainingSummary | null = null;
      worker.on('message', (report: TrainingReport) => {
        if (report.type === 'iteration') wish.onIteration?.(report.stats);
        else if (report.type === 'checkpoint') wish.onCheckpoint?.(report.checkpoint);
        else if (report.type === 'checkpoint_failed') wish.onCheckpointFailed?.(report.iteration, report.message);
        else if (report.type === 'rollback') wish.onRollback?.(report.rollback);
        else if (report.type === 'remark') wish.onRemark?.(report.message);
        else if (report.type === 'end') summary = report.summary;
        else reject(new Error(report.message));
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        if (summary) resolve(summary);
        else reject(new Error(`the training thread ended with code ${code} before it was done`));
      });
    });
  } finally {
    wish.signal?.removeEventListener('abort', ask);
    await worker.terminate();
  }
}
