import type { Rng } from '../../math/rng.ts';

/**
 * Polynomial mutation with bounds, each variable with probability `rate`, in place.
 * Source: Deb & Goyal, 1996; bounded form of Deb's nsga2 code.
 */
export function polynomialMutation(
  x: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
  eta: number,
  rate: number,
  rng: Rng,
): void {
  for (let i = 0; i < x.length; i++) {
    if (rng.uniform() >= rate) continue;
    const [lo = 0, hi = 1] = [lower[i], upper[i]];
    const value = x[i] as number;
    const u = rng.uniform();
    const power = 1 / (eta + 1);
    let step: number;
    if (u <= 0.5) step = (2 * u + (1 - 2 * u) * (1 - (value - lo) / (hi - lo)) ** (eta + 1)) ** power - 1;
    else step = 1 - (2 * (1 - u) + 2 * (u - 0.5) * (1 - (hi - value) / (hi - lo)) ** (eta + 1)) ** power;
    const moved = value + step * (hi - lo);
    x[i] = moved < lo ? lo : Math.min(moved, hi);
  }
}
