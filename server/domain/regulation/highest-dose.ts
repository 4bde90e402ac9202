import type { Catalogue } from '../ingredient/catalogue.ts';
import { totalsOf, type WeighedLine } from './judge-lines.ts';
import { KOREAN_DOSE_STEPS_PCT } from './korean-limits.ts';
import type { Judged } from './rules.ts';

/**
 * Highest % of concentrate that breaks no rule, floored to 4 digits, at most 100; 0 when something is prohibited.
 * Totals grow with the dose, so it is dose ÷ worst ratio, except where a Korean limit changes with the dose: there the
 * higher interval counts if its own highest dose lies inside it.
 */
export function highestDosePct(catalogue: Catalogue, lines: readonly WeighedLine[], judged: Judged): number {
  const bounds = [...KOREAN_DOSE_STEPS_PCT, 100];
  for (let i = bounds.length - 1; i >= 0; i--) {
    const upper = bounds[i] ?? 100;
    const lower = bounds[i - 1] ?? 0;
    // Any dose inside the interval selects its limits; the totals stay those of the judged dose.
    const worst = totalsOf(catalogue, lines, { ...judged, dosePct: upper }).reduce((max, { ratio }) => Math.max(max, ratio), 0);
    const highest = Math.min(upper, worst === 0 ? upper : judged.dosePct / worst);
    if (highest > lower || i === 0) return floorTo4(highest);
  }
  return 0;
}

/** Floors to 4 digits; a value that stands on a digit but for binary dust (10.999999999999998) keeps it. */
export function floorTo4(value: number): number {
  return Math.floor(value * 1e4 * (1 + 1e-12)) / 1e4;
}
