import { FAMILIES } from '../ingredient/family.ts';
import type { FormulaOdour } from './formula-odour.ts';

/** How alike two formulas smell over a day: overlap of their families, weakened where one is fainter; 0–1. */
export function odourLikeness(a: FormulaOdour, b: FormulaOdour): number {
  let sum = 0;
  for (const [t, moment] of a.curve.entries()) {
    const other = b.curve[t];
    const strong = Math.max(moment.intensity_total, other?.intensity_total ?? 0);
    if (strong === 0) {
      sum += 1;
      continue;
    }
    const overlap = FAMILIES.reduce((total, family) => total + Math.min(moment.families[family] ?? 0, other?.families[family] ?? 0), 0);
    sum += overlap * (Math.min(moment.intensity_total, other?.intensity_total ?? 0) / strong);
  }
  return sum / a.curve.length;
}
