import { z } from 'zod';

export const ROLLBACK_REASONS = ['not_a_number', 'kl', 'loss_spike', 'reward_drop'] as const;
export type RollbackReason = (typeof ROLLBACK_REASONS)[number];

export const RollbackLimits = z.strictObject({
  /** Mean k3 KL from the old to the new policy over one iteration, nats. Healthy updates stay below 0.03. */
  rollback_on_kl_threshold: z.number().positive(),
  /** The loss may grow to this many times its running mean. */
  rollback_on_loss_spike_factor: z.number().gt(1),
  /** The reward may fall by this share of the running mean's size (plus two standard errors). */
  rollback_on_reward_drop_factor: z.number().positive().max(1),
});
export type RollbackLimits = z.infer<typeof RollbackLimits>;

/** What one iteration shows of itself. */
export interface IterationHealth {
  readonly approxKl: number;
  /** The value loss plus the size of the policy loss: the policy loss alone swings around zero. */
  readonly loss: number;
  readonly meanReward: number;
  readonly rewardSd: number;
  readonly episodes: number;
}

export interface RollbackGuardState {
  readonly losses: readonly number[];
  readonly rewards: readonly number[];
}

const WINDOW = 20;
/** A mean of fewer iterations than this says nothing about what is usual. */
const MIN_HISTORY = 3;
/** Below this a "spike" is noise around a loss of nothing. */
const LOSS_FLOOR = 1e-3;

/** Decides after every iteration whether training goes on or returns to the last checkpoint. */
export class RollbackGuard {
  readonly #limits: RollbackLimits;
  #losses: number[];
  #rewards: number[];

  constructor(limits: RollbackLimits, state: RollbackGuardState = { losses: [], rewards: [] }) {
    this.#limits = limits;
    this.#losses = [...state.losses];
    this.#rewards = [...state.rewards];
  }

  state(): RollbackGuardState {
    return { losses: [...this.#losses], rewards: [...this.#rewards] };
  }

  /** The reason to roll back, or null; a healthy iteration joins the history. */
  judge(health: IterationHealth): { reason: RollbackReason; value: number; limit: number } | null {
    const { approxKl, loss, meanReward, rewardSd, episodes } = health;
    for (const value of [approxKl, loss, meanReward]) {
      if (!Number.isFinite(value)) return { reason: 'not_a_number', value, limit: 0 };
    }
    const klLimit = this.#limits.rollback_on_kl_threshold;
    if (approxKl > klLimit) return { reason: 'kl', value: approxKl, limit: klLimit };
    if (this.#losses.length >= MIN_HISTORY) {
      const limit = this.#limits.rollback_on_loss_spike_factor * Math.max(mean(this.#losses), LOSS_FLOOR);
      if (loss > limit) return { reason: 'loss_spike', value: loss, limit };
    }
    if (this.#rewards.length >= MIN_HISTORY) {
      // A factor of a negative mean would point the wrong way, so the allowance is a share of the mean's size.
      const usual = mean(this.#rewards);
      const noise = (2 * rewardSd) / Math.sqrt(Math.max(episodes, 1));
      const limit = usual - this.#limits.rollback_on_reward_drop_factor * Math.abs(usual) - noise;
      if (meanReward < limit) return { reason: 'reward_drop', value: meanReward, limit };
    }
    this.#losses = [...this.#losses, loss].slice(-WINDOW);
    this.#rewards = [...this.#rewards, meanReward].slice(-WINDOW);
    return null;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
