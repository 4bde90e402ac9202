import { f64, i16, i32 } from '../math/element.ts';
import { isNeeded } from './is-needed.ts';
import type { Limits } from './limits.ts';
import { removeLine, type Sheet } from './sheet.ts';

/** Rows are settled a hair under 1, so that a sum in another order still passes. */
const ROW_TARGET = 1 - 1e-9;
/** Budget held back for the rounding to the scale. */
const BUDGET_TARGET = 0.9985;
const SLOTS = 128;

/** Bounds and amounts of the one sheet that is being settled, line by line. */
export const low = new Float64Array(SLOTS);
export const high = new Float64Array(SLOTS);
export const filled = new Float64Array(SLOTS);

let load = new Float64Array(256);
let floor = new Float64Array(256);
let factor = new Float64Array(256);

/** Lowers the caps of the lines in every rule that is broken, in proportion above their minima. */
export function tightenRows(limits: Limits, sheet: Sheet): 'kept' | 'tightened' | 'stuck' {
  if (load.length < limits.rowCount) {
    load = new Float64Array(2 * limits.rowCount);
    floor = new Float64Array(2 * limits.rowCount);
    factor = new Float64Array(2 * limits.rowCount);
  }
  load.fill(0, 0, limits.rowCount);
  const { rowStart, rowIndex, rowRatio } = limits;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    for (let r = i32(rowStart, material); r < i32(rowStart, material + 1); r++) {
      const row = i32(rowIndex, r);
      load[row] = f64(load, row) + f64(rowRatio, r) * f64(filled, i);
    }
  }
  let broken = false;
  for (let row = 0; row < limits.rowCount; row++) {
    factor[row] = 1;
    if (f64(load, row) > 1) {
      broken = true;
      factor[row] = -1;
      floor[row] = 0;
    }
  }
  if (!broken) return 'kept';
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    for (let r = i32(rowStart, material); r < i32(rowStart, material + 1); r++) {
      const row = i32(rowIndex, r);
      if (f64(factor, row) < 0) floor[row] = f64(floor, row) + f64(rowRatio, r) * f64(low, i);
    }
  }
  for (let row = 0; row < limits.rowCount; row++) {
    if (f64(factor, row) >= 0) continue;
    const fixed = f64(floor, row);
    if (fixed > ROW_TARGET) return dropFromRow(limits, sheet, row) ? 'tightened' : 'stuck';
    factor[row] = (ROW_TARGET - fixed) / (f64(load, row) - fixed);
  }
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    let tightest = 1;
    for (let r = i32(rowStart, material); r < i32(rowStart, material + 1); r++) {
      const row = i32(rowIndex, r);
      if (f64(factor, row) < tightest) tightest = f64(factor, row);
    }
    if (tightest < 1) high[i] = f64(low, i) + (f64(filled, i) - f64(low, i)) * tightest;
  }
  return 'tightened';
}

/** Takes the line that weighs most on a rule off the sheet when even the minimum doses break it. */
function dropFromRow(limits: Limits, sheet: Sheet, row: number): boolean {
  let worst = -1;
  let worstLoad = 0;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    if (isNeeded(limits, sheet, material)) continue;
    for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
      const here = f64(limits.rowRatio, r) * f64(low, i);
      if (i32(limits.rowIndex, r) === row && here > worstLoad) {
        worst = i;
        worstLoad = here;
      }
    }
  }
  if (worst < 0) return false;
  dropLine(sheet, worst);
  return true;
}

/** Moves mass from lines dearer than the budget to cheaper ones by lowering the dear lines' caps. */
export function tightenBudget(limits: Limits, sheet: Sheet): 'kept' | 'tightened' | 'stuck' {
  const target = limits.budget * BUDGET_TARGET;
  let cost = 0;
  let roomyMass = 0;
  let roomyCost = 0;
  let dearMass = 0;
  let dearCost = 0;
  for (let i = 0; i < sheet.count; i++) {
    const price = f64(limits.price, i16(sheet.index, i));
    const x = f64(filled, i);
    cost += (price * x) / 100;
    if (price > target) {
      dearMass += x - f64(low, i);
      dearCost += (price * (x - f64(low, i))) / 100;
    } else if (f64(high, i) > x + 1e-9) {
      roomyMass += f64(high, i) - x;
      roomyCost += price * (f64(high, i) - x);
    }
  }
  if (cost <= target * (1 + 1e-6)) return 'kept';
  if (roomyMass <= 1e-6) return 'stuck';
  const freed = dearCost - (dearMass * roomyCost) / roomyMass / 100;
  const excess = cost - target;
  if (freed <= excess || dearMass <= 1e-9) {
    const dearest = dearestOptional(limits, sheet, target);
    if (dearest < 0) return 'stuck';
    dropLine(sheet, dearest);
    return 'tightened';
  }
  const keep = 1 - excess / freed;
  for (let i = 0; i < sheet.count; i++) {
    if (f64(limits.price, i16(sheet.index, i)) <= target) continue;
    high[i] = f64(low, i) + (f64(filled, i) - f64(low, i)) * keep;
  }
  return 'tightened';
}

function dearestOptional(limits: Limits, sheet: Sheet, target: number): number {
  let best = -1;
  let bestPrice = target;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    if (f64(limits.price, material) > bestPrice && !isNeeded(limits, sheet, material)) {
      best = i;
      bestPrice = f64(limits.price, material);
    }
  }
  return best;
}

/** Removes a line together with its bounds. */
function dropLine(sheet: Sheet, position: number): void {
  removeLine(sheet, position);
  for (let i = position; i < sheet.count; i++) {
    low[i] = f64(low, i + 1);
    high[i] = f64(high, i + 1);
    filled[i] = f64(filled, i + 1);
  }
}
