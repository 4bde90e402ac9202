import { f64, i16, i32 } from '../math/element.ts';
import type { Limits } from './limits.ts';
import type { Sheet } from './sheet.ts';

const UNITS = 10_000;

/**
 * Rounds an admissible sheet to 0.01 % so that it sums to exactly 100.00, in place. Every line is floored (no limit can break)
 * and the missing hundredths go to the lines with the largest remainders that caps, rules and budget still allow.
 * Returns false when a hundredth finds no place; the sheet is then left as it was.
 */
export function roundToHundredths(limits: Limits, sheet: Sheet): boolean {
  const units = new Int32Array(sheet.count);
  const remainder = new Float64Array(sheet.count);
  const load = new Float64Array(limits.rowCount);
  let left = UNITS;
  let cost = 0;
  for (let i = 0; i < sheet.count; i++) {
    const exact = f64(sheet.pct, i) * 100;
    // A minimum of 0.30 must not fall to 0.29 for a last bit.
    const whole = Math.floor(exact + 1e-6);
    units[i] = whole;
    remainder[i] = exact - whole;
    left -= whole;
    const material = i16(sheet.index, i);
    cost += f64(limits.price, material) * whole;
    for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
      const row = i32(limits.rowIndex, r);
      load[row] = f64(load, row) + (f64(limits.rowRatio, r) * whole) / 100;
    }
  }
  const order = Array.from(units.keys()).sort((a, b) => f64(remainder, b) - f64(remainder, a) || a - b);
  while (left > 0) {
    let placed = 0;
    for (const i of order) {
      if (left === 0) break;
      const material = i16(sheet.index, i);
      if (f64(limits.lockedPct, material) > 0 || i32(units, i) + 1 > Math.round(f64(limits.capPct, material) * 100)) continue;
      if (cost + f64(limits.price, material) > limits.budget * UNITS) continue;
      let fits = true;
      for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
        if (f64(load, i32(limits.rowIndex, r)) + f64(limits.rowRatio, r) / 100 > 1) fits = false;
      }
      if (!fits) continue;
      for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
        const row = i32(limits.rowIndex, r);
        load[row] = f64(load, row) + f64(limits.rowRatio, r) / 100;
      }
      cost += f64(limits.price, material);
      units[i] = i32(units, i) + 1;
      left--;
      placed++;
    }
    if (placed === 0) return false;
  }
  for (let i = 0; i < sheet.count; i++) sheet.pct[i] = i32(units, i) / 100;
  return true;
}
