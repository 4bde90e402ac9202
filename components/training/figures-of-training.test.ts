import { describe, expect, test } from 'vitest';
import { CURVES, seriesOf, withPoints } from './figures-of-training.ts';

const point = (iteration: number, data: Record<string, number | null>) => ({ iteration, data });

describe('training figures', () => {
  test('an iteration that reached no number leaves a gap, not a zero', () => {
    const kl = CURVES.find((curve) => curve.key === 'kl');
    if (!kl) throw new Error('no KL curve');
    const points = [
      point(0, { 'train/approx_kl': 0.01 }),
      point(1, { 'train/approx_kl': null }),
      point(2, { 'train/approx_kl': Number.NaN }),
    ];
    expect(seriesOf(points, kl)).toEqual([{ x: 0, y: 0.01 }]);
  });

  test('entropy is drawn as entropy, although it is kept as a loss', () => {
    const entropy = CURVES.find((curve) => curve.key === 'entropy');
    if (!entropy) throw new Error('no entropy curve');
    expect(seriesOf([point(3, { 'train/entropy_loss': -1.4 })], entropy)).toEqual([{ x: 3, y: 1.4 }]);
  });

  test('a training taken up again from a checkpoint replaces the iterations it repeats', () => {
    const known = [0, 1, 2, 3].map((iteration) => point(iteration, { a: 1 }));
    expect(withPoints(known, [point(2, { a: 2 })]).map(({ iteration, data }) => [iteration, data.a])).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(withPoints(known, [])).toBe(known);
  });
});
