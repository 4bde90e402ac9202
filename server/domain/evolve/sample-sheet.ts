import { f64 } from '../math/element.ts';
import type { Rng } from '../math/rng.ts';
import { drawMaterial } from './draw-material.ts';
import type { Limits } from './limits.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { insertLine, lineOf, type Sheet } from './sheet.ts';

/** A random admissible formula, written over `sheet`: lines drawn by fit, doses log-normal around the middle of their range. */
export function sampleSheet(limits: Limits, sheet: Sheet, rng: Rng): void {
  sheet.count = 0;
  const lines = limits.minLines + rng.int(limits.maxLines - limits.minLines + 1);
  for (let tries = 0; sheet.count < lines && tries < 6 * lines; tries++) {
    const material = drawMaterial(limits, rng);
    if (lineOf(sheet, material) >= 0) continue;
    const middle = Math.sqrt(f64(limits.minPct, material) * f64(limits.capPct, material));
    insertLine(sheet, material, middle * Math.exp(0.7 * rng.normal()));
  }
  repairToLimits(limits, sheet, rng);
}
