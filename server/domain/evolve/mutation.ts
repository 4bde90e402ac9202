import { f64, i16 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import { drawMaterial } from './draw-material.ts';
import type { Limits } from './limits.ts';
import { insertLine, lineOf, removeLine, replaceMaterial, type Sheet } from './sheet.ts';

/** log-normal step per unit of `sigma`: .15/.1/.05 mean steps of ×1.8/×1.5/×1.2. */
const STEP = 4;

/**
 * Log-normal mutation in place: each amount moves by exp(4σ·N) with probability `rate`; then at most one of each structural
 * move: add a material (probability rate/2), drop one (rate/2), swap one for another at the same amount (rate).
 * Locked amounts are restored, and forced materials brought back, by the repair that must follow.
 */
export function mutate(limits: Limits, kin: readonly Int16Array[], sheet: Sheet, sigma: number, rate: number, rng: Rng): void {
  for (let i = 0; i < sheet.count; i++) {
    if (rng.uniform() < rate) sheet.pct[i] = f64(sheet.pct, i) * Math.exp(STEP * sigma * rng.normal());
  }
  if (rng.uniform() < rate / 2) {
    const material = drawMaterial(limits, rng);
    if (lineOf(sheet, material) < 0) insertLine(sheet, material, 1 + 10 * rng.uniform());
  }
  if (rng.uniform() < rate / 2 && sheet.count > limits.minLines) removeLine(sheet, rng.int(sheet.count));
  if (rng.uniform() < rate && sheet.count > 0) swap(limits, kin, sheet, rng);
}

/** Half of the swaps stay within the kin (same main family), so that a voice changes its timbre and keeps its part. */
function swap(limits: Limits, kin: readonly Int16Array[], sheet: Sheet, rng: Rng): void {
  const position = rng.int(sheet.count);
  const family = kin[i16(sheet.index, position)];
  const material = family && family.length > 1 && rng.uniform() < 0.5 ? i16(family, rng.int(family.length)) : drawMaterial(limits, rng);
  if (lineOf(sheet, material) < 0) replaceMaterial(sheet, position, material);
}
