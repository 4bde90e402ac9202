import type { Reading } from '#domain/brief/reading.ts';
import type { ProblemOptions } from '#domain/evolve/problem.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { PreferenceModel } from '#domain/preference/model.ts';
import type { Provider } from './onnx/session.ts';
import type { RlConfig, TrainingPreset } from './rl-config.ts';
import type { IterationStats, Rollback } from './trainer.ts';

/** A brief to train on: its reading and what is allowed on it. */
export interface TrainingBrief {
  readonly reading: Reading;
  readonly options: Omit<ProblemOptions, 'extraScore'>;
}

/** Faults that the safety proofs inject. */
export interface TrainingFaults {
  /** Multiplies the learning rate of one iteration. */
  readonly learningRate?: { readonly iteration: number; readonly factor: number };
  /** Makes the rewards of one iteration not-a-number. */
  readonly nanReward?: { readonly iteration: number };
}

/** Everything a training thread is told at its start. */
export interface TrainingOrder {
  readonly kind: TrainingPreset;
  /** Null uses the shipped catalogue. */
  readonly catalogue: Catalogue | null;
  /** Empty uses varied readings made from the seed. */
  readonly briefs: readonly TrainingBrief[];
  /** Null trains on the brief score alone. */
  readonly model: PreferenceModel | null;
  readonly designer: string | null;
  readonly config: RlConfig;
  readonly seed: number;
  readonly directory: string;
  /** Reference policy file; null uses the shipped one (the reference training itself starts fresh). */
  readonly referencePath: string | null;
  /** Continue the newest readable checkpoint of the directory. */
  readonly resume: boolean;
  readonly provider: Provider;
  readonly faults?: TrainingFaults;
}

export interface CheckpointReport {
  readonly iteration: number;
  readonly updates: number;
  readonly path: string;
  readonly sha256: string;
  readonly best: boolean;
  readonly meanReward: number | null;
}

export interface TrainingSummary {
  readonly status: 'done' | 'stopped' | 'unstable';
  readonly policyPath: string;
  readonly provider: Provider;
  readonly iterations: number;
  readonly seconds: number;
  readonly steps: number;
  readonly checkpoint: { readonly best_reward: number | null; readonly rollback_count: number };
  readonly last: IterationStats | null;
}

export type TrainingReport =
  | { readonly type: 'iteration'; readonly stats: IterationStats }
  | { readonly type: 'checkpoint'; readonly checkpoint: CheckpointReport }
  | { readonly type: 'checkpoint_failed'; readonly iteration: number; readonly message: string }
  | { readonly type: 'rollback'; readonly rollback: Rollback }
  | { readonly type: 'remark'; readonly message: string }
  | { readonly type: 'end'; readonly summary: TrainingSummary }
  | { readonly type: 'failed'; readonly message: string };
