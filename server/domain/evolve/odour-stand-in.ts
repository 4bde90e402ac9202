import { FAMILIES } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { shareIn } from './brief-target.ts';
import type { LoopOdour } from './loop-odour.ts';

/** Until the odour tables land: Stevens on a Raoult headspace with note-class defaults for what has no figures. */
export function standInOdour(materials: readonly Material[]): LoopOdour {
  const timesS = [60, 300, 900, 1800, 3600, 7200, 14400, 21600, 28800, 43200, 57600, 86400];
  const T = timesS.length;
  const n = materials.length;
  const amplitude = new Float64Array(n * T);
  const moles = new Float64Array(n * T);
  const families = new Float64Array(n * FAMILIES.length);
  const exponent = 0.35;
  materials.forEach((material, i) => {
    const psat = material.vapourPressureLiquidPa ?? (material.note === 'top' ? 100 : material.note === 'middle' ? 4 : 0.1);
    const mw = material.molarMass ?? 170;
    const gM3 = (psat * mw) / (8.314 * 298.15);
    const threshold =
      (material.odourThresholdMgM3 ?? (gM3 * 1000 * Math.sqrt(material.useMinPct * material.useMaxPct)) / 100 / 3000) / 1000;
    for (let t = 0; t < T; t++) {
      const left = Math.exp((-3e-3 * 1e-3 * psat * (timesS[t] ?? 0)) / (8.314 * 298.15) / 2e-4);
      moles[i * T + t] = left / mw;
      amplitude[i * T + t] = 2 * ((gM3 / threshold) * (left / mw)) ** exponent;
    }
    FAMILIES.forEach((family, f) => {
      families[i * FAMILIES.length + f] = shareIn(material.families, family);
    });
  });
  return { timesS, exponent, amplitude, moles, families };
}
