import { expect, test } from 'vitest';
import { RewardNormaliser } from './reward-normaliser.ts';

const scaleOnly = { window_size: 1000, clip_range: 10, centre: false };

test('scale-only divides by the spread of the window and keeps the sign of every reward', () => {
  const rewards = Float64Array.of(1, 3);
  new RewardNormaliser(scaleOnly).observeAndNormalise(rewards);
  expect(rewards[0]).toBeCloseTo(1, 6);
  expect(rewards[1]).toBeCloseTo(3, 6);
});

test('taking the mean off a constant reward leaves nothing to learn from; scale-only keeps it', () => {
  const survival = Float64Array.of(1, 1, 1, 1.0001);
  new RewardNormaliser({ ...scaleOnly, centre: true }).observeAndNormalise(survival);
  expect(Math.abs(survival[0] as number)).toBeLessThan(1);
  const kept = Float64Array.of(1, 1, 1, 1.0001);
  new RewardNormaliser(scaleOnly).observeAndNormalise(kept);
  expect(kept[0]).toBe(10);
});

test('clips at ±10 and forgets what is older than the window', () => {
  const normaliser = new RewardNormaliser({ ...scaleOnly, window_size: 4 });
  normaliser.observeAndNormalise(Float64Array.of(1000, -1000, 1000, -1000));
  normaliser.observeAndNormalise(Float64Array.of(1, -1, 1, -1));
  const far = Float64Array.of(500, -500);
  normaliser.normalise(far);
  expect([...far]).toEqual([10, -10]);
});

test('a restored normaliser goes on as if it had never stopped', () => {
  const running = new RewardNormaliser({ ...scaleOnly, window_size: 3 });
  running.observeAndNormalise(Float64Array.of(1, 5, 2, 8));
  const restored = new RewardNormaliser({ ...scaleOnly, window_size: 3 }, JSON.parse(JSON.stringify(running.state())));
  const a = Float64Array.of(4, 4.5);
  const b = Float64Array.of(4, 4.5);
  running.observeAndNormalise(a);
  restored.observeAndNormalise(b);
  expect([...b]).toEqual([...a]);
});

test('a reward that is no number stays visible and does not enter the window', () => {
  const normaliser = new RewardNormaliser(scaleOnly);
  const rewards = Float64Array.of(1, Number.NaN, 3);
  normaliser.observeAndNormalise(rewards);
  expect(rewards[1]).toBeNaN();
  expect(normaliser.state().ring).toEqual([1, 3]);
});
