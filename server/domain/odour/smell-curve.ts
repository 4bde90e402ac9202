import { FAMILIES, type Family } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import type { Liquid } from './liquid.ts';

/**
 * Intensity of each line: its strongest molecule, a shared molecule counted by the line's part in it.
 * @param intensity of each component, NaN = no data
 * @param lines how many of the liquid's lines count; those after them (the carrier) and solvents have none
 */
export function lineIntensities(liquid: Liquid, intensity: Float64Array, lines: number): number[] {
  const result = new Array<number>(lines).fill(0);
  for (const [k, substance] of liquid.substances.entries()) {
    const value = intensity[k] as number;
    if (substance.solvent || !(value > 0)) continue;
    for (const { line, part } of liquid.origins[k] ?? []) if (line < lines) result[line] = Math.max(result[line] ?? 0, value * part);
  }
  return result;
}

/** Intensity of the whole: its strongest component, solvents left out, no data silent. */
export function mixtureIntensity(liquid: Liquid, intensity: Float64Array): number {
  let strongest = 0;
  for (const [k, substance] of liquid.substances.entries()) {
    if (!substance.solvent && (intensity[k] as number) > strongest) strongest = intensity[k] as number;
  }
  return strongest;
}

/** Position of the largest value above 0; -1 when there is none. Ties go to the earlier. */
export function strongestOf(values: readonly number[]): number {
  let strongest = -1;
  for (const [i, value] of values.entries()) if (value > (values[strongest] ?? 0)) strongest = i;
  return strongest;
}

/** Family shares of what is smelt, Σ = 1: intensities of the lines spread over their materials' family weights. */
export function familyShares(materials: readonly (Material | null)[], intensities: readonly number[]): Partial<Record<Family, number>> {
  const shares: Partial<Record<Family, number>> = {};
  let total = 0;
  for (const [i, material] of materials.entries()) {
    const intensity = intensities[i] ?? 0;
    if (!material || intensity <= 0) continue;
    for (const family of FAMILIES) {
      const part = intensity * (material.families[family] ?? 0);
      if (part <= 0) continue;
      shares[family] = (shares[family] ?? 0) + part;
      total += part;
    }
  }
  for (const family of FAMILIES) if (shares[family] !== undefined) shares[family] = (shares[family] ?? 0) / total;
  return shares;
}

/** Last time, s, at which a curve stands at the level or above, by a straight line between the times; 0 = never, Infinity = to the end. */
export function lastTimeAbove(timesS: readonly number[], values: readonly number[], level: number): number {
  for (let t = values.length - 1; t >= 0; t--) {
    const value = values[t] ?? 0;
    if (value < level) continue;
    const next = values[t + 1];
    if (next === undefined) return Number.POSITIVE_INFINITY;
    const from = timesS[t] ?? 0;
    return from + (((timesS[t + 1] ?? from) - from) * (value - level)) / (value - next);
  }
  return 0;
}
