import { f64 } from '../math/element.ts';

/** Lower Cholesky factor of a symmetric positive definite n × n matrix, row-major, in place. Returns false when it is not. */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  // Row by row: both rows of every product lie in one piece in memory.
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j < i; j++) {
      const rowJ = j * n;
      a[rowI + j] = (f64(a, rowI + j) - dotRange(a, rowI, a, rowJ, j)) / f64(a, rowJ + j);
    }
    const diagonal = f64(a, rowI + i) - dotRange(a, rowI, a, rowI, i);
    if (!(diagonal > 0)) return false;
    a[rowI + i] = Math.sqrt(diagonal);
  }
  return true;
}

/** Solves L Lᵀ x = b in place for the factor made above. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) b[i] = (f64(b, i) - dotRange(l, i * n, b, 0, i)) / f64(l, i * n + i);
  for (let i = n - 1; i >= 0; i--) {
    const value = f64(b, i) / f64(l, i * n + i);
    b[i] = value;
    for (let k = 0; k < i; k++) b[k] = f64(b, k) - f64(l, i * n + k) * value;
  }
  return b;
}

/** Σ a[fromA + k]·b[fromB + k] in four chains: one chain would wait for each addition before the next. */
export function dotRange(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += f64(a, fromA + k) * f64(b, fromB + k);
    s1 += f64(a, fromA + k + 1) * f64(b, fromB + k + 1);
    s2 += f64(a, fromA + k + 2) * f64(b, fromB + k + 2);
    s3 += f64(a, fromA + k + 3) * f64(b, fromB + k + 3);
  }
  for (; k < length; k++) s0 += f64(a, fromA + k) * f64(b, fromB + k);
  return s0 + s1 + (s2 + s3);
}
