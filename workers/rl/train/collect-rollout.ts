import type { Rng } from '#domain/math/rng.ts';
import { generalisedAdvantages } from '#domain/policy/gae.ts';
import type { RewardNormaliser } from '#domain/policy/reward-normaliser.ts';
import { gaussianLogProb } from '#domain/policy/surrogate.ts';
import type { VectorEnvironment } from '#domain/policy/vector-environment.ts';
import { logStdOf, type Networks } from './networks.ts';

/** What the latest episodes returned (raw rewards), carried across iterations. */
export interface EpisodeLog {
  readonly running: number[];
  readonly recent: number[];
}

export interface CollectedRollout {
  /** Samples in step-major order. */
  readonly size: number;
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly logProbs: Float32Array;
  readonly values: Float64Array;
  readonly advantages: Float64Array;
  readonly returns: Float64Array;
  /** Returns of the episodes that ended in this rollout. */
  readonly episodeReturns: readonly number[];
  readonly rewardsFinite: boolean;
}

const RECENT_EPISODES = 100;

/** Steps all environments `steps` times with the policy `theta` and works out advantages. */
export async function collectRollout(
  networks: Networks,
  env: VectorEnvironment,
  theta: Float32Array,
  options: { steps: number; gamma: number; lambda: number; rng: Rng; normaliser: RewardNormaliser | null; episodes: EpisodeLog },
): Promise<CollectedRollout> {
  const { steps, gamma, lambda, rng, normaliser, episodes } = options;
  const { envs, observationSize, actionSize } = env;
  const size = envs * steps;
  const observations = new Float32Array(size * observationSize);
  const actions = new Float32Array(size * actionSize);
  const logProbs = new Float32Array(size);
  const values = new Float64Array(size);
  const rewards = new Float64Array(size);
  const dones = new Uint8Array(size);
  const logStd = logStdOf(networks.shape, theta);
  const episodeReturns: number[] = [];
  let rewardsFinite = true;

  for (let t = 0; t < steps; t++) {
    const at = t * envs;
    observations.set(env.observations, at * observationSize);
    const { mean, value } = await networks.act(theta, env.observations.slice());
    const taken = actions.subarray(at * actionSize, (at + envs) * actionSize);
    if (networks.shape.kind === 'gaussian') sampleGaussian(mean, logStd, taken, logProbs, at, rng);
    else sampleCategorical(mean, actionSize, taken, logProbs, at, rng);
    for (let e = 0; e < envs; e++) values[at + e] = value[e] as number;

    const step = env.step(taken);
    const stepRewards = step.rewards.slice();
    for (let e = 0; e < envs; e++) {
      const reward = stepRewards[e] as number;
      if (!Number.isFinite(reward)) rewardsFinite = false;
      episodes.running[e] = (episodes.running[e] ?? 0) + reward;
      if (step.dones[e] === 1) {
        episodeReturns.push(episodes.running[e] as number);
        episodes.running[e] = 0;
      }
    }
    normaliser?.observeAndNormalise(stepRewards);
    if (step.truncations.includes(1)) {
      // Time ran out, the task did not: the state reached keeps its value.
      const last = await networks.act(theta, step.finalObservations.slice());
      for (let e = 0; e < envs; e++) {
        if (step.truncations[e] === 1) stepRewards[e] = (stepRewards[e] as number) + gamma * (last.value[e] as number);
      }
    }
    rewards.set(stepRewards, at);
    dones.set(step.dones, at);
  }
  episodes.recent.push(...episodeReturns);
  episodes.recent.splice(0, Math.max(0, episodes.recent.length - RECENT_EPISODES));

  const last = await networks.act(theta, env.observations.slice());
  const lastValues = Float64Array.from(last.value.subarray(0, envs));
  const { advantages, returns } = generalisedAdvantages({ envs, steps, rewards, values, dones, lastValues }, gamma, lambda);
  return { size, observations, actions, logProbs, values, advantages, returns, episodeReturns, rewardsFinite };
}

function sampleGaussian(mean: Float32Array, logStd: Float32Array, out: Float32Array, logProbs: Float32Array, at: number, rng: Rng): void {
  const size = logStd.length;
  const std = logStd.map(Math.exp);
  for (let e = 0; e * size < out.length; e++) {
    for (let j = 0; j < size; j++) out[e * size + j] = (mean[e * size + j] as number) + (std[j] as number) * rng.normal();
    // The log-probability of the rounded action, so that the first minibatch sees ratio one.
    logProbs[at + e] = gaussianLogProb(out, mean, e * size, logStd, size);
  }
}

function sampleCategorical(logits: Float32Array, size: number, out: Float32Array, logProbs: Float32Array, at: number, rng: Rng): void {
  out.fill(0);
  for (let e = 0; e * size < out.length; e++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < size; j++) top = Math.max(top, logits[e * size + j] as number);
    let total = 0;
    for (let j = 0; j < size; j++) total += Math.exp((logits[e * size + j] as number) - top);
    let left = rng.uniform() * total;
    let chosen = 0;
    for (; chosen < size - 1; chosen++) {
      left -= Math.exp((logits[e * size + chosen] as number) - top);
      if (left < 0) break;
    }
    out[e * size + chosen] = 1;
    logProbs[at + e] = (logits[e * size + chosen] as number) - top - Math.log(total);
  }
}
