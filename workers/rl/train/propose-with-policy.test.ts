import { expect, test } from 'vitest';
import { EVALS_PER_ROLLOUT, rolloutsFor } from './propose-with-policy.ts';

test('rollouts take at most a third of the evaluations, never more than twelve and never none', () => {
  expect(EVALS_PER_ROLLOUT).toBe(7);
  expect(rolloutsFor(150)).toBe(7); // 49 of 150
  expect(rolloutsFor(330)).toBe(12); // 84 of 330
  expect(rolloutsFor(3000)).toBe(12);
  expect(rolloutsFor(10)).toBe(1);
});
