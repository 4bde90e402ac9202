/** One rollout, step-major: index t × envs + e. */
export interface Rollout {
  readonly envs: number;
  readonly steps: number;
  readonly rewards: Float64Array;
  readonly values: Float64Array;
  /** 1 where the episode ended after this step, by its own end or by the time limit. */
  readonly dones: Uint8Array;
  /** Value of the state after the last step of each env [envs]. */
  readonly lastValues: Float64Array;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016, arXiv 1506.02438, eq. 16).
 * A time limit is not an end: the caller adds γ·V(s_T) to that step's reward first, as Stable-Baselines3 does.
 * Returns advantages and value targets (advantage + value), both in the rollout's layout.
 */
export function generalisedAdvantages(
  rollout: Rollout,
  gamma: number,
  lambda: number,
): { advantages: Float64Array; returns: Float64Array } {
  const { envs, steps, rewards, values, dones, lastValues } = rollout;
  const advantages = new Float64Array(envs * steps);
  const returns = new Float64Array(envs * steps);
  for (let env = 0; env < envs; env++) {
    let running = 0;
    let nextValue = lastValues[env] as number;
    for (let t = steps - 1; t >= 0; t--) {
      const i = t * envs + env;
      const alive = dones[i] === 0 ? 1 : 0;
      const value = values[i] as number;
      const delta = (rewards[i] as number) + gamma * nextValue * alive - value;
      running = delta + gamma * lambda * alive * running;
      advantages[i] = running;
      returns[i] = running + value;
      nextValue = value;
    }
  }
  return { advantages, returns };
}
