import { f64 } from '../math/element.ts';

const FREE = 0;
const AT_BOUND = 1;

/** Flags of the lines that have met a bound; one sheet is filled at a time. */
const state = new Uint8Array(128);

/**
 * Scales weights to amounts: x_i = clamp(s·w_i, low_i, high_i) with Σ x = total, keeping the ratios of all lines that meet no
 * bound. Each pass fixes the lines on the heavier side (all above their cap, or all below their minimum) and shares out the
 * rest; that side's fixing is final, so at most `count` passes are needed and two to four are usual.
 * Returns false, leaving `out` unfinished, when Σ low > total or Σ high < total.
 * Source: the variable-fixing method for the resource allocation problem, Bitran & Hax, Management Science 27(4), 1981.
 */
export function waterFill(
  weight: Float64Array,
  low: Float64Array,
  high: Float64Array,
  count: number,
  total: number,
  out: Float64Array,
): boolean {
  let lowSum = 0;
  let highSum = 0;
  let freeWeight = 0;
  for (let i = 0; i < count; i++) {
    lowSum += f64(low, i);
    highSum += f64(high, i);
    freeWeight += f64(weight, i);
    state[i] = FREE;
  }
  if (lowSum > total + 1e-9 || highSum < total - 1e-9) return false;
  let remaining = total;
  let free = count;
  while (free > 0) {
    const scale = remaining / freeWeight;
    let over = 0;
    let under = 0;
    for (let i = 0; i < count; i++) {
      if (state[i] !== FREE) continue;
      const x = f64(weight, i) * scale;
      if (x > f64(high, i)) over += x - f64(high, i);
      else if (x < f64(low, i)) under += f64(low, i) - x;
    }
    if (over === 0 && under === 0) {
      for (let i = 0; i < count; i++) if (state[i] === FREE) out[i] = f64(weight, i) * scale;
      return true;
    }
    const capping = over >= under;
    for (let i = 0; i < count; i++) {
      if (state[i] !== FREE) continue;
      const x = f64(weight, i) * scale;
      const bound = capping ? f64(high, i) : f64(low, i);
      if (capping ? x < bound : x > bound) continue;
      state[i] = AT_BOUND;
      out[i] = bound;
      remaining -= bound;
      freeWeight -= f64(weight, i);
      free--;
    }
    if (freeWeight <= 0 && free > 0) return false;
  }
  return Math.abs(remaining) < 1e-7;
}
