import { f64, i16, i32 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import { drawMaterial } from './draw-material.ts';
import type { Limits } from './limits.ts';
import { copySheet, insertLine, lineOf, removeLine, type Sheet } from './sheet.ts';
import { waterFill } from './water-fill.ts';

/** A weight below this share of its minimum dose is dropped instead of raised. */
const DROP_BELOW = 0.5;
/** Rows are settled a hair under 1, so that a sum in another order still passes. */
const ROW_TARGET = 1 - 1e-9;
/** Budget held back for the rounding to the scale. */
const BUDGET_TARGET = 0.9985;
const SETTLE_PASSES = 40;
const WIDENINGS = 24;

const low = new Float64Array(128);
const high = new Float64Array(128);
const filled = new Float64Array(128);

/**
 * Turns any weights on a sheet into an admissible formula: forced and locked lines in, one of each group in, at most
 * `maxLines`, every amount 0 or between its minimum and its cap, every linear rule kept, within the budget, Σ = 100.
 * Ratios of the lines that meet no limit stay as they were. `rng` chooses what is added when the sheet is too narrow; without
 * it the roomiest material is. Falls back to the anchor formula when nothing else helps, and says so by returning false.
 */
export function repairToLimits(limits: Limits, sheet: Sheet, rng: Rng | null): boolean {
  addWhatMustBe(limits, sheet, rng);
  while (sheet.count > limits.maxLines) removeLine(sheet, smallestOptional(limits, sheet));
  for (let tries = 0; sheet.count < limits.minLines && tries < 400; tries++) addMaterial(limits, sheet, rng, limits.roomy);
  for (let widening = 0; widening < WIDENINGS; widening++) {
    const narrow = settle(limits, sheet);
    if (narrow === null) return true;
    if (sheet.count >= limits.maxLines) {
      const victim = smallestOptional(limits, sheet);
      if (victim < 0) break;
      removeLine(sheet, victim);
    }
    // Random picks first; when they do not widen the sheet, the roomiest (or cheapest) there is.
    addMaterial(limits, sheet, widening < 8 ? rng : null, narrow === 'budget' ? limits.cheapest : limits.roomy);
  }
  copySheet(limits.anchor, sheet);
  return false;
}

function addWhatMustBe(limits: Limits, sheet: Sheet, rng: Rng | null): void {
  for (const material of limits.forced) {
    if (lineOf(sheet, material) < 0) insertLine(sheet, material, usualWeight(limits, material, sheet));
  }
  for (const group of limits.groups) {
    if (group.some((material) => lineOf(sheet, material) >= 0)) continue;
    // Squaring the draw leans towards the head of the group, the most fitting materials.
    const pick = rng ? Math.floor(rng.uniform() ** 2 * group.length) : 0;
    const material = i16(group, pick);
    insertLine(sheet, material, usualWeight(limits, material, sheet));
  }
}

/** A middling dose of a material, on the scale of the sheet's weights. */
function usualWeight(limits: Limits, material: number, sheet: Sheet): number {
  let sum = 0;
  for (let i = 0; i < sheet.count; i++) sum += f64(sheet.pct, i);
  const dose = Math.sqrt(f64(limits.minPct, material) * f64(limits.capPct, material));
  return sum > 0 ? (dose * sum) / 100 : dose;
}

function addMaterial(limits: Limits, sheet: Sheet, rng: Rng | null, inOrder: Int16Array): void {
  let material = rng ? drawMaterial(limits, rng) : -1;
  if (material < 0 || lineOf(sheet, material) >= 0) {
    material = inOrder.find((candidate) => lineOf(sheet, candidate) < 0) ?? -1;
  }
  if (material >= 0) insertLine(sheet, material, rng ? usualWeight(limits, material, sheet) : f64(limits.capPct, material));
}

/** The lightest line that may go, or -1. A line that a group needs may go: the group is looked at again by the next repair. */
function smallestOptional(limits: Limits, sheet: Sheet): number {
  let best = -1;
  for (let i = 0; i < sheet.count; i++) {
    if (isNeeded(limits, sheet, i16(sheet.index, i))) continue;
    if (best < 0 || f64(sheet.pct, i) < f64(sheet.pct, best)) best = i;
  }
  return best;
}

function isNeeded(limits: Limits, sheet: Sheet, material: number): boolean {
  if (limits.isForced[material] === 1) return true;
  for (const group of limits.groups) {
    if (!group.includes(material)) continue;
    let present = 0;
    for (const member of group) if (lineOf(sheet, member) >= 0) present++;
    if (present === 1) return true;
  }
  return false;
}

/** Amounts for the sheet's lines. Null when all limits are kept; else what the sheet lacks: room or cheap materials. */
function settle(limits: Limits, sheet: Sheet): 'room' | 'budget' | null {
  dropTraces(limits, sheet);
  const { index, pct } = sheet;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(index, i);
    const locked = f64(limits.lockedPct, material);
    low[i] = locked > 0 ? locked : f64(limits.minPct, material);
    high[i] = locked > 0 ? locked : f64(limits.capPct, material);
  }
  for (let pass = 0; pass < SETTLE_PASSES; pass++) {
    if (!waterFill(pct, low, high, sheet.count, 100, filled)) return 'room';
    const rows = tightenRows(limits, sheet);
    if (rows === 'stuck') return 'room';
    const budget = limits.budget < Number.POSITIVE_INFINITY ? tightenBudget(limits, sheet) : 'kept';
    if (budget === 'stuck') return 'budget';
    if (rows === 'kept' && budget === 'kept') {
      // A rule or the budget may have taken lines off.
      if (sheet.count < limits.minLines) return limits.budget < Number.POSITIVE_INFINITY ? 'budget' : 'room';
      for (let i = 0; i < sheet.count; i++) pct[i] = f64(filled, i);
      return null;
    }
  }
  return 'room';
}

/** Takes out lines that would stand far below their minimum dose, while the sheet may shrink. */
function dropTraces(limits: Limits, sheet: Sheet): void {
  let sum = 0;
  for (let i = 0; i < sheet.count; i++) sum += f64(sheet.pct, i);
  if (!(sum > 0)) {
    for (let i = 0; i < sheet.count; i++) sheet.pct[i] = 1;
    sum = sheet.count;
  }
  for (let i = sheet.count - 1; i >= 0 && sheet.count > limits.minLines; i--) {
    const material = i16(sheet.index, i);
    const share = (100 * f64(sheet.pct, i)) / sum;
    if (share < DROP_BELOW * f64(limits.minPct, material) && !isNeeded(limits, sheet, material)) removeLine(sheet, i);
  }
  // Weights of zero would never rise above their minimum; a trace keeps them movable.
  for (let i = 0; i < sheet.count; i++) if (!(f64(sheet.pct, i) > 1e-9 * sum)) sheet.pct[i] = 1e-9 * sum;
}

let load = new Float64Array(256);
let floor = new Float64Array(256);
let factor = new Float64Array(256);

/** Lowers the caps of the lines in every rule that is broken, in proportion above their minima. */
function tightenRows(limits: Limits, sheet: Sheet): 'kept' | 'tightened' | 'stuck' {
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
function tightenBudget(limits: Limits, sheet: Sheet): 'kept' | 'tightened' | 'stuck' {
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
