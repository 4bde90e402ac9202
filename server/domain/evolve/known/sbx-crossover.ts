import type { Rng } from '../../math/rng.ts';

/**
 * Simulated binary crossover with bounds: two children around two parents, writing over `a` and `b`.
 * Each variable crosses with probability ½, and half of those swap sides.
 * Source: Deb & Agrawal, Complex Systems 9, 1995; bounded form of Deb's nsga2 code.
 */
export function sbxCrossover(
  a: Float64Array,
  b: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
  eta: number,
  rng: Rng,
): void {
  for (let i = 0; i < a.length; i++) {
    const p = a[i] as number;
    const q = b[i] as number;
    if (rng.uniform() > 0.5 || Math.abs(p - q) <= 1e-14) continue;
    const low = Math.min(p, q);
    const high = Math.max(p, q);
    const [lo = 0, hi = 1] = [lower[i], upper[i]];
    const u = rng.uniform();
    const left = 0.5 * (low + high - spread(u, 1 + (2 * (low - lo)) / (high - low), eta) * (high - low));
    const right = 0.5 * (low + high + spread(u, 1 + (2 * (hi - high)) / (high - low), eta) * (high - low));
    const swap = rng.uniform() < 0.5;
    a[i] = clamp(swap ? right : left, lo, hi);
    b[i] = clamp(swap ? left : right, lo, hi);
  }
}

function spread(u: number, beta: number, eta: number): number {
  const alpha = 2 - beta ** -(eta + 1);
  return u <= 1 / alpha ? (u * alpha) ** (1 / (eta + 1)) : (1 / (2 - u * alpha)) ** (1 / (eta + 1));
}

function clamp(value: number, lo: number, hi: number): number {
  return value < lo ? lo : Math.min(value, hi);
}
