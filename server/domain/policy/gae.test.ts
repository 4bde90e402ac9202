import { expect, test } from 'vitest';
import { generalisedAdvantages } from './gae.ts';

// Worked by hand from δ_t = r_t + γV_{t+1}(1 - done) - V_t and A_t = δ_t + γλ(1 - done)A_{t+1}.
const rollout = {
  envs: 1,
  steps: 4,
  rewards: Float64Array.of(1, 0, 2, -1),
  values: Float64Array.of(0.5, 0.4, 0.3, 0.2),
  dones: Uint8Array.of(0, 0, 1, 0),
  lastValues: Float64Array.of(0.6),
};

test('advantages and returns of a four-step rollout with one ended episode', () => {
  const { advantages, returns } = generalisedAdvantages(rollout, 0.99, 0.95);
  for (const [i, expected] of [2.302846925, 1.49585, 1.7, -0.606].entries()) expect(advantages[i]).toBeCloseTo(expected, 9);
  for (const [i, expected] of [2.802846925, 1.89585, 2.0, -0.406].entries()) expect(returns[i]).toBeCloseTo(expected, 9);
});

test('environments side by side do not leak into each other', () => {
  const twice = (values: Float64Array): Float64Array =>
    Float64Array.from(values.length === 1 ? [...values, 9] : [...values].flatMap((v) => [v, 7]));
  const both = generalisedAdvantages(
    {
      envs: 2,
      steps: 4,
      rewards: twice(rollout.rewards),
      values: twice(rollout.values),
      dones: Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 0),
      lastValues: twice(rollout.lastValues),
    },
    0.99,
    0.95,
  );
  const alone = generalisedAdvantages(rollout, 0.99, 0.95);
  for (let t = 0; t < 4; t++) expect(both.advantages[2 * t]).toBeCloseTo(alone.advantages[t] as number, 12);
});
