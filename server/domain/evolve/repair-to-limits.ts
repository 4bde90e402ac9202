import { f64, i16 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import { drawMaterial } from './draw-material.ts';
import { isNeeded } from './is-needed.ts';
import type { Limits } from './limits.ts';
import { copySheet, insertLine, lineOf, removeLine, type Sheet } from './sheet.ts';
import { filled, high, low, tightenBudget, tightenRows } from './tighten-bounds.ts';
import { waterFill } from './water-fill.ts';

/** A weight below this share of its minimum dose is dropped instead of raised. */
const DROP_BELOW = 0.5;
const SETTLE_PASSES = 40;
const WIDENINGS = 24;

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
