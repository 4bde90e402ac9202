import { expect, test } from 'vitest';
import { clippedObjective, explainedVariance, gaussianKl, gaussianLogProb, klEstimate } from './surrogate.ts';

test.each([
  [1.5, 1, 1.2],
  [1.5, -1, -1.5],
  [0.5, 1, 0.5],
  [0.5, -1, -0.8],
  [1.1, 2, 2.2],
])('the clipped objective of ratio %f and advantage %f is %f', (ratio, advantage, expected) => {
  expect(clippedObjective(ratio, advantage, 0.2)).toBeCloseTo(expected, 12);
});

test('the gradient of the clipped objective is zero exactly where clipping binds', () => {
  const slope = (ratio: number, advantage: number): number =>
    (clippedObjective(ratio + 1e-6, advantage, 0.2) - clippedObjective(ratio - 1e-6, advantage, 0.2)) / 2e-6;
  expect(slope(1.5, 1)).toBe(0);
  expect(slope(0.5, -1)).toBe(0);
  expect(slope(1.5, -1)).toBeCloseTo(-1, 6);
  expect(slope(0.5, 1)).toBeCloseTo(1, 6);
  expect(slope(1.1, 2)).toBeCloseTo(2, 6);
});

test('k3 of ratios 1.2 and 0.8', () => {
  expect(klEstimate(1.2)).toBeCloseTo(0.017678443, 9);
  expect(klEstimate(0.8)).toBeCloseTo(0.023143551, 9);
});

test('explained variance of four predictions, and none for returns that do not vary', () => {
  expect(explainedVariance([1.1, 1.9, 3.2, 3.7], [1, 2, 3, 4])).toBeCloseTo(0.9705, 9);
  expect(explainedVariance([1, 2], [3, 3])).toBeNull();
});

test('KL of N(0.3, 0.5²) from N(0, 0.8²)', () => {
  expect(gaussianKl(0.3, 0.5, 0, 0.8)).toBeCloseTo(0.235628629, 9);
});

test('log-probability of the mean of a two-dimensional unit normal is -log 2π', () => {
  expect(gaussianLogProb([0.5, -1], [0.5, -1], 0, [0, 0], 2)).toBeCloseTo(-Math.log(2 * Math.PI), 12);
});
