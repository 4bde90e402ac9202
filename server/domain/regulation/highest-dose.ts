import type { Catalogue } from '../ingredient/catalogue.ts';
import { type RuleTotal, totalsOf, type WeighedLine } from './judge-lines.ts';
import { KOREAN_DOSE_STEPS_PCT } from './korean-limits.ts';
import type { Judged } from './rule.ts';

/**
 * Highest % of concentrate that breaks no rule, floored to 4 digits, at most 100; 0 when something is prohibited.
 * Totals grow with the dose, so it is dose ÷ worst ratio, except where a Korean limit changes with the dose: there the
 * higher interval counts if its own highest dose lies inside it.
 * @param totals of these lines at the judged dose
 */
export function highestDosePct(catalogue: Catalogue, lines: readonly WeighedLine[], judged: Judged, totals: readonly RuleTotal[]): number {
  const korean = judged.category === '4' && totals.some(({ rule }) => rule.source === 'kr');
  if (!korean) return floorTo4(highestWithin(100, judged.dosePct, totals));
  const bounds = [...KOREAN_DOSE_STEPS_PCT, 100];
  for (let i = bounds.length - 1; i > 0; i--) {
    const upper = bounds[i] ?? 100;
    // A dose inside the interval selects its limits; the totals stay those of the judged dose.
    const highest = highestWithin(upper, judged.dosePct, totalsOf(catalogue, lines, { ...judged, dosePct: upper }));
    if (highest > (bounds[i - 1] ?? 0)) return floorTo4(highest);
  }
  const lowest = bounds[0] ?? 100;
  return floorTo4(highestWithin(lowest, judged.dosePct, totalsOf(catalogue, lines, { ...judged, dosePct: lowest })));
}

function highestWithin(upperPct: number, dosePct: number, totals: readonly RuleTotal[]): number {
  let worst = 0;
  for (const { ratio } of totals) if (ratio > worst) worst = ratio;
  return Math.min(upperPct, worst === 0 ? upperPct : dosePct / worst);
}

/** Floors to 4 digits; a value that stands on a digit but for binary dust (10.999999999999998) keeps it. */
export function floorTo4(value: number): number {
  return Math.floor(value * 1e4 * (1 + 1e-12)) / 1e4;
}
