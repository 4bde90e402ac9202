import { f64 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import type { Limits } from './limits.ts';

/** A material drawn in proportion to how much it may serve the brief. */
export function drawMaterial(limits: Limits, rng: Rng): number {
  const { drawWeight, n } = limits;
  const mark = rng.uniform() * f64(drawWeight, n - 1);
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (f64(drawWeight, middle) > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}
