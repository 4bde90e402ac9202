import { Rng, type RngState } from '#domain/math/rng.ts';
import { entropyCoefficient } from '#domain/policy/entropy-schedule.ts';
import { RewardNormaliser, type RewardNormaliserState } from '#domain/policy/reward-normaliser.ts';
import { RollbackGuard, type RollbackGuardState, type RollbackReason } from '#domain/policy/rollback-guard.ts';
import { explainedVariance } from '#domain/policy/surrogate.ts';
import type { VectorEnvironment } from '#domain/policy/vector-environment.ts';
import { type CollectedRollout, collectRollout } from './collect-rollout.ts';
import { freshMoments, logStdOf, type Minibatch, type Networks, type UpdateStats, type Weights } from './networks.ts';
import { initialWeights, type NetworkShape } from './onnx/network.ts';
import { UPDATE_STATS } from './onnx/update-graph.ts';
import { interpolate, type PpoConfig } from './ppo-config.ts';

/** Everything a training needs to continue to the last bit. */
export interface TrainerState {
  readonly iteration: number;
  readonly updates: number;
  readonly steps: number;
  readonly weights: Weights;
  readonly rng: RngState;
  readonly normaliser: RewardNormaliserState | null;
  readonly guard: RollbackGuardState | null;
  readonly episodes: { readonly running: readonly number[]; readonly recent: readonly number[] };
  readonly env: unknown;
  readonly learningRateScale: number;
  readonly klCoef: number;
  readonly bestReward: number | null;
  readonly rollbackCount: number;
  readonly rollbacksInARow: number;
}

export interface Rollback {
  readonly iteration: number;
  readonly reason: RollbackReason;
  readonly value: number;
  readonly limit: number;
  readonly learningRateScale: number;
}

/** One iteration by the field's names (Stable-Baselines3 and TRL keys). */
export type IterationStats = Readonly<Record<string, number | null>>;

export type IterationResult =
  | { readonly kind: 'advanced'; readonly stats: IterationStats }
  | { readonly kind: 'rolled_back'; readonly stats: IterationStats; readonly rollback: Rollback }
  | { readonly kind: 'unstable'; readonly stats: IterationStats; readonly rollback: Rollback };

/** A ratio beyond this means the sample no longer says anything about the policy: the minibatch is skipped and counted. */
const RATIO_LIMIT = 10;
const MAX_ROLLBACKS_IN_A_ROW = 3;

/** PPO, one iteration at a time: collect → normalise → advantages → epochs of minibatches → guard → keep or roll back. */
export class PpoTrainer {
  readonly config: PpoConfig;
  readonly networks: Networks;
  readonly env: VectorEnvironment;
  readonly #reference: Float32Array | null;
  #state: TrainerState;
  /** For fault injection by the safety proofs. */
  learningRateFault = 1;

  constructor(given: {
    networks: Networks;
    env: VectorEnvironment;
    config: PpoConfig;
    seed: number;
    /** Weights to start from; fresh ones when absent. */
    theta?: Float32Array;
    /** Weights of the reference policy for the KL; none when absent. */
    reference?: Float32Array;
    resumeFrom?: TrainerState;
  }) {
    const { networks, env, config, seed } = given;
    this.networks = networks;
    this.env = env;
    this.config = config;
    this.#reference = given.reference ?? null;
    const rng = Rng.fromSeed(seed);
    const theta = given.theta ?? initialWeights(config.network, rng.fork(0), config.initialLogStd);
    this.#state = given.resumeFrom ?? {
      iteration: 0,
      updates: 0,
      steps: 0,
      weights: freshMoments(theta),
      rng: rng.state(),
      normaliser: config.rewards ? { ring: [], next: 0 } : null,
      guard: config.rollback ? { losses: [], rewards: [] } : null,
      episodes: { running: [], recent: [] },
      env: env.state(),
      learningRateScale: 1,
      klCoef: config.klCoef,
      bestReward: null,
      rollbackCount: 0,
      rollbacksInARow: 0,
    };
    env.restore(this.#state.env);
  }

  /** The state after the last healthy iteration: what a checkpoint keeps. */
  get state(): TrainerState {
    return this.#state;
  }

  get finished(): boolean {
    return this.#state.iteration >= this.config.iterations;
  }

  async iterate(): Promise<IterationResult> {
    const before = this.#state;
    const { config } = this;
    const started = performance.now();
    const rng = Rng.fromState(before.rng);
    const normaliser = config.rewards && before.normaliser ? new RewardNormaliser(config.rewards, before.normaliser) : null;
    const episodes = { running: [...before.episodes.running], recent: [...before.episodes.recent] };
    const rollout = await collectRollout(this.networks, this.env, before.weights.theta, {
      steps: config.stepsPerEnv,
      gamma: config.gamma,
      lambda: config.lambda,
      rng,
      normaliser,
      episodes,
    });
    const progress = before.iteration / config.iterations;
    const learningRate = interpolate(config.learningRate, progress) * before.learningRateScale;
    const entropyCoef = entropyCoefficient(config.entropy, before.steps);
    const clip = interpolate(config.clip, progress);
    // A reward that is no number would poison every weight: judge it before any update.
    const update = rollout.rewardsFinite
      ? await this.#runEpochs(rollout, before, rng, { learningRate: learningRate * this.learningRateFault, entropyCoef, clip })
      : null;

    const steps = before.steps + rollout.size;
    const meanReward = average(rollout.episodeReturns);
    const mean = (key: (typeof UPDATE_STATS)[number]): number => (update ? update.mean[key] : Number.NaN);
    const stats: IterationStats = {
      'time/iterations': before.iteration + 1,
      'time/total_timesteps': steps,
      'time/fps': rollout.size / ((performance.now() - started) / 1000),
      'rollout/ep_rew_mean': average(episodes.recent),
      'train/approx_kl': mean('approx_kl'),
      'train/clip_fraction': mean('clip_fraction'),
      'train/entropy_loss': -mean('entropy'),
      'train/explained_variance': explainedVariance(rollout.values, rollout.returns),
      'train/policy_gradient_loss': mean('policy_gradient_loss'),
      'train/value_loss': mean('value_loss'),
      'train/loss': mean('loss'),
      'train/learning_rate': learningRate,
      'train/clip_range': clip,
      'train/entropy_coef': entropyCoef,
      'train/std': config.network.kind === 'gaussian' ? average([...logStdOf(config.network, before.weights.theta)].map(Math.exp)) : null,
      'train/n_updates': update?.updates ?? before.updates,
      'train/skipped_batches': update?.skipped ?? 0,
      'objective/kl_ref': this.#reference ? mean('kl_ref') : null,
      'objective/kl_coef': before.klCoef,
      'objective/rlhf_reward': meanReward,
      rollbacks: before.rollbackCount,
    };

    const guard = config.rollback && before.guard ? new RollbackGuard(config.rollback, before.guard) : null;
    const verdict = guard?.judge({
      approxKl: mean('approx_kl'),
      loss: mean('value_loss') + Math.abs(mean('policy_gradient_loss')),
      // No episode may end within an iteration; then there is no reward to judge.
      meanReward: rollout.rewardsFinite ? (meanReward ?? 0) : Number.NaN,
      rewardSd: deviation(rollout.episodeReturns),
      episodes: rollout.episodeReturns.length,
    });
    if (verdict) return this.#rollBack(before, verdict, stats);

    this.#state = {
      iteration: before.iteration + 1,
      updates: update?.updates ?? before.updates,
      steps,
      weights: update?.weights ?? before.weights,
      rng: rng.state(),
      normaliser: normaliser?.state() ?? null,
      guard: guard?.state() ?? null,
      episodes,
      env: this.env.state(),
      learningRateScale: before.learningRateScale,
      klCoef: before.klCoef,
      bestReward: meanReward === null ? before.bestReward : Math.max(meanReward, before.bestReward ?? Number.NEGATIVE_INFINITY),
      rollbackCount: before.rollbackCount,
      rollbacksInARow: 0,
    };
    return { kind: 'advanced', stats };
  }

  /** Back to the last healthy state with half the learning rate and a stronger pull to the reference. */
  #rollBack(
    before: TrainerState,
    verdict: { reason: RollbackReason; value: number; limit: number },
    stats: IterationStats,
  ): IterationResult {
    const rollbacksInARow = before.rollbacksInARow + 1;
    const learningRateScale = before.learningRateScale / 2;
    const rollbackCount = before.rollbackCount + 1;
    this.env.restore(before.env);
    // The same draws would bring the same broken reward; a smaller step on the same draws is what the other cases want.
    const rng = verdict.reason === 'not_a_number' ? Rng.fromState(before.rng).fork(rollbackCount).state() : before.rng;
    this.#state = { ...before, rng, learningRateScale, klCoef: before.klCoef * 1.5, rollbackCount, rollbacksInARow };
    const rollback = { iteration: before.iteration + 1, ...verdict, learningRateScale };
    const kind = rollbacksInARow >= MAX_ROLLBACKS_IN_A_ROW ? 'unstable' : 'rolled_back';
    return { kind, stats: { ...stats, rollbacks: rollbackCount }, rollback };
  }

  async #runEpochs(
    rollout: CollectedRollout,
    before: TrainerState,
    rng: Rng,
    rates: { learningRate: number; entropyCoef: number; clip: number },
  ): Promise<{ weights: Weights; updates: number; skipped: number; mean: UpdateStats }> {
    const { config, networks } = this;
    const { network, minibatch, epochs } = config;
    const reference = this.#reference ?? before.weights.theta;
    const klCoef = this.#reference ? before.klCoef : 0;
    const referenceLogStd = logStdOf(network, reference);
    const referenceMean =
      network.kind === 'gaussian' && this.#reference
        ? (await networks.act(this.#reference, rollout.observations)).mean
        : new Float32Array(rollout.size * network.actionSize);
    const order = Array.from({ length: rollout.size }, (_, i) => i);
    const batch = emptyMinibatch(minibatch, network);
    const sums = Object.fromEntries(UPDATE_STATS.map((name) => [name, 0])) as Record<(typeof UPDATE_STATS)[number], number>;
    let weights = before.weights;
    let updates = before.updates;
    let skipped = 0;
    let counted = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      rng.shuffle(order);
      // What does not fill a minibatch sits this epoch out: the graph's batch is fixed.
      for (let start = 0; start + minibatch <= rollout.size; start += minibatch) {
        gather(rollout, referenceMean, order, start, batch);
        const warm = config.warmupUpdates > 0 ? Math.min(1, (updates + 1) / config.warmupUpdates) : 1;
        const next = await networks.update(weights, batch, {
          ...rates,
          learningRate: rates.learningRate * warm,
          updates,
          valueCoef: config.valueCoef,
          klCoef,
          maxGradNorm: config.maxGradNorm,
          referenceLogStd,
        });
        for (const name of UPDATE_STATS) sums[name] += next.stats[name];
        counted++;
        if (next.stats.ratio_max > RATIO_LIMIT) skipped++;
        else {
          weights = next.weights;
          updates++;
        }
      }
    }
    for (const name of UPDATE_STATS) sums[name] /= counted;
    return { weights, updates, skipped, mean: sums };
  }
}

function emptyMinibatch(size: number, { observationSize, actionSize }: NetworkShape): Minibatch {
  return {
    observations: new Float32Array(size * observationSize),
    actions: new Float32Array(size * actionSize),
    oldLogProbs: new Float32Array(size),
    advantages: new Float32Array(size),
    returns: new Float32Array(size),
    referenceMean: new Float32Array(size * actionSize),
  };
}

/** Fills `batch` with the samples that `order` names from `start` on. */
function gather(rollout: CollectedRollout, referenceMean: Float32Array, order: readonly number[], start: number, batch: Minibatch): void {
  const size = batch.returns.length;
  const observationSize = batch.observations.length / size;
  const actionSize = batch.actions.length / size;
  for (let row = 0; row < size; row++) {
    const i = order[start + row] as number;
    copyRow(rollout.observations, i, batch.observations, row, observationSize);
    copyRow(rollout.actions, i, batch.actions, row, actionSize);
    copyRow(referenceMean, i, batch.referenceMean, row, actionSize);
    batch.oldLogProbs[row] = rollout.logProbs[i] as number;
    batch.advantages[row] = rollout.advantages[i] as number;
    batch.returns[row] = rollout.returns[i] as number;
  }
}

/** A plain loop: a view per row would cost more than the copying. */
function copyRow(from: Float32Array, fromRow: number, to: Float32Array, toRow: number, width: number): void {
  for (let k = 0; k < width; k++) to[toRow * width + k] = from[fromRow * width + k] as number;
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const mean = average(values) ?? 0;
  return Math.sqrt(average(values.map((value) => (value - mean) ** 2)) ?? 0);
}
