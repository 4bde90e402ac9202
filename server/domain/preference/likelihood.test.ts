import { expect, test } from 'vitest';
import { type Answer, NOISE_FLOOR, pairAnswer, starAnswer, tieAnswer, USUAL_SCALE } from './likelihood.ts';

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

test('three stars at utility zero: σ(0.5/0.4) − σ(−0.5/0.4), one answer in twenty at random', () => {
  const expected = (1 - NOISE_FLOOR) * (sigma(1.25) - sigma(-1.25)) + NOISE_FLOOR / 5;
  expect(Math.exp(starAnswer(3, 3, 0, USUAL_SCALE).value)).toBeCloseTo(expected, 12);
});

test('the five stars share out all probability at any utility', () => {
  for (const z of [-4, -0.3, 0, 2.2]) {
    const total = [1, 2, 3, 4, 5].reduce((sum, star) => sum + Math.exp(starAnswer(star, star, z, USUAL_SCALE).value), 0);
    expect(total).toBeCloseTo(1, 12);
  }
});

test('a pair at difference 0.8: Bradley–Terry with the noise floor, and both sides sum to one', () => {
  expect(Math.exp(pairAnswer(0.8, USUAL_SCALE).value)).toBeCloseTo(0.95 * sigma(2) + 0.025, 12);
  expect(Math.exp(pairAnswer(0.8, USUAL_SCALE).value) + Math.exp(pairAnswer(-0.8, USUAL_SCALE).value)).toBeCloseTo(1, 12);
});

test('however surprising, one answer never counts more than the noise floor allows', () => {
  expect(starAnswer(5, 5, -40, USUAL_SCALE).value).toBeCloseTo(Math.log(NOISE_FLOOR / 5), 9);
  expect(pairAnswer(-40, USUAL_SCALE).value).toBeCloseTo(Math.log(NOISE_FLOOR / 2), 9);
});

test.each<[string, (z: number) => Answer]>([
  ['one star', (z) => starAnswer(1, 1, z, USUAL_SCALE)],
  ['three stars', (z) => starAnswer(3, 3, z, USUAL_SCALE)],
  ['five stars', (z) => starAnswer(5, 5, z, USUAL_SCALE)],
  ['at most two stars', (z) => starAnswer(1, 2, z, USUAL_SCALE)],
  ['a win', (z) => pairAnswer(z, USUAL_SCALE)],
  ['a tie', (z) => tieAnswer(z, USUAL_SCALE)],
])('%s: slope and curvature are what finite differences find', (_name, answer) => {
  const h = 1e-4;
  for (const z of [-1.7, -0.2, 0.4, 1.3]) {
    const { slope, curvature } = answer(z);
    const numericSlope = (8 * (answer(z + h).value - answer(z - h).value) - (answer(z + 2 * h).value - answer(z - 2 * h).value)) / (12 * h);
    const numericCurvature = (answer(z + h).slope - answer(z - h).slope) / (2 * h);
    expect(Math.abs(numericSlope - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
    expect(Math.abs(numericCurvature - curvature)).toBeLessThan(1e-6 * Math.max(1, Math.abs(curvature)));
  }
});
