import { f64 } from '../math/element.ts';

/** Lower Cholesky factor of a symmetric positive definite n × n matrix, row-major, in place. Returns false when it is not. */
export function choleskyInPlace(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i += 2) {
    const next = Math.min(i + 1, n - 1);
    reduceTwoRows(a, n, i, next);
    if (!finishDiagonal(a, n, i)) return false;
    if (next === i) break;
    a[next * n + i] = (f64(a, next * n + i) - dotRange(a, next * n, a, i * n, i)) / f64(a, i * n + i);
    if (!finishDiagonal(a, n, next)) return false;
  }
  return true;
}

function finishDiagonal(a: Float64Array, n: number, i: number): boolean {
  const diagonal = f64(a, i * n + i) - dotRange(a, i * n, a, i * n, i);
  a[i * n + i] = Math.sqrt(diagonal);
  return diagonal > 0;
}

/** Columns below `i` of rows i and `next` at once: both share every read of the rows above, and each sum keeps the order of `dotRange`. */
function reduceTwoRows(a: Float64Array, n: number, i: number, next: number): void {
  const p = i * n;
  const q = next * n;
  for (let j = 0; j < i; j++) {
    const row = j * n;
    let p0 = 0;
    let p1 = 0;
    let p2 = 0;
    let p3 = 0;
    let q0 = 0;
    let q1 = 0;
    let q2 = 0;
    let q3 = 0;
    let k = 0;
    for (; k + 3 < j; k += 4) {
      const b0 = f64(a, row + k);
      const b1 = f64(a, row + k + 1);
      const b2 = f64(a, row + k + 2);
      const b3 = f64(a, row + k + 3);
      p0 += f64(a, p + k) * b0;
      p1 += f64(a, p + k + 1) * b1;
      p2 += f64(a, p + k + 2) * b2;
      p3 += f64(a, p + k + 3) * b3;
      q0 += f64(a, q + k) * b0;
      q1 += f64(a, q + k + 1) * b1;
      q2 += f64(a, q + k + 2) * b2;
      q3 += f64(a, q + k + 3) * b3;
    }
    for (; k < j; k++) {
      p0 += f64(a, p + k) * f64(a, row + k);
      q0 += f64(a, q + k) * f64(a, row + k);
    }
    const left = (f64(a, p + j) - (p0 + p1 + (p2 + p3))) / f64(a, row + j);
    const right = (f64(a, q + j) - (q0 + q1 + (q2 + q3))) / f64(a, row + j);
    a[p + j] = left;
    a[q + j] = right;
  }
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
