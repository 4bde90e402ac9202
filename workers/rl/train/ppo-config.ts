import type { EntropySchedule } from '#domain/policy/entropy-schedule.ts';
import type { RewardNormaliserOptions } from '#domain/policy/reward-normaliser.ts';
import type { RollbackLimits } from '#domain/policy/rollback-guard.ts';
import type { NetworkShape } from './onnx/network.ts';

/** Everything that shapes one training; stored with it, and hashed into its checkpoints. */
export interface PpoConfig {
  readonly network: NetworkShape;
  readonly iterations: number;
  /** Environment steps per environment and iteration. */
  readonly stepsPerEnv: number;
  readonly epochs: number;
  readonly minibatch: number;
  readonly gamma: number;
  readonly lambda: number;
  /** Both run linearly from the first to the second over the iterations. */
  readonly learningRate: readonly [number, number];
  /**
   * Updates over which the learning rate first rises from nothing. A trained policy with fresh moments needs them: Adam's first steps are
   * as long as the learning rate in every weight, whatever the gradient.
   */
  readonly warmupUpdates: number;
  readonly clip: readonly [number, number];
  readonly entropy: EntropySchedule;
  readonly valueCoef: number;
  /** Weight β of the closed-form KL to the reference policy, in the loss. */
  readonly klCoef: number;
  readonly maxGradNorm: number;
  readonly initialLogStd: number;
  readonly logStdFloor: number;
  /** Null leaves rewards as they are. */
  readonly rewards: RewardNormaliserOptions | null;
  /** Null trains without a net, as the textbook benchmarks do. */
  readonly rollback: RollbackLimits | null;
}

export function interpolate([from, to]: readonly [number, number], progress: number): number {
  return from + (to - from) * progress;
}

/** CleanRL's and Stable-Baselines3's customary constants; tasks override what they must. */
export const CUSTOMARY = {
  epochs: 10,
  gamma: 0.99,
  lambda: 0.95,
  valueCoef: 0.5,
  klCoef: 0,
  warmupUpdates: 0,
  maxGradNorm: 0.5,
  initialLogStd: 0,
  logStdFloor: -20,
  rewards: null,
  rollback: null,
} as const;

export function constantEntropy(coefficient: number): EntropySchedule {
  return { initial_entropy: coefficient, final_entropy: coefficient, decay_steps: 1, schedule_type: 'linear' };
}
