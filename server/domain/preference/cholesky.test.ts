import { expect, test } from 'vitest';
import { choleskyInPlace, choleskySolve } from './cholesky.ts';

test('the factor of a worked example', () => {
  // Multiplied out by hand from L = [[2], [6, 1], [-8, 5, 3]].
  const a = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
  expect(choleskyInPlace(a, 3)).toBe(true);
  expect([a[0], a[3], a[4], a[6], a[7], a[8]]).toEqual([2, 6, 1, -8, 5, 3]);
  expect(choleskyInPlace(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
});

test.each([1, 2, 9, 24])('size %i: L Lᵀ gives the matrix back, and its equations are solved', (n) => {
  const matrix = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return Math.exp(-((i - j) ** 2) / 8) + (i === j ? 1 : 0);
  });
  const l = matrix.slice();
  expect(choleskyInPlace(l, n)).toBe(true);
  const wanted = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
  const right = wanted.map((_, i) => wanted.reduce((sum, value, j) => sum + (matrix[i * n + j] as number) * value, 0));
  expect([...choleskySolve(l, n, right)]).toEqual([...wanted].map((value) => expect.closeTo(value, 10)));
});
