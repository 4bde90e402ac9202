import { f64 } from '../../math/element.ts';

/**
 * Euclidean projection onto {x: Σ x = total, 0 ≤ x ≤ cap}, in place: x = clip(v − τ, 0, cap) with τ found by bisection.
 * Needs Σ cap ≥ total. Source: Wang & Lu, "Projection onto the capped simplex", 2015.
 */
export function projectToCaps(v: Float64Array, cap: Float64Array, total: number): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < v.length; i++) {
    low = Math.min(low, f64(v, i) - f64(cap, i));
    high = Math.max(high, f64(v, i));
  }
  for (let pass = 0; pass < 60; pass++) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += clip(f64(v, i) - middle, f64(cap, i));
    if (sum > total) low = middle;
    else high = middle;
  }
  const tau = (low + high) / 2;
  for (let i = 0; i < v.length; i++) v[i] = clip(f64(v, i) - tau, f64(cap, i));
}

function clip(value: number, cap: number): number {
  if (value < 0) return 0;
  return Math.min(value, cap);
}
