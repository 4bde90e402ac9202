import { floorTo4 } from './highest-dose.ts';
import { partsOf, passes, type RuleTotal, type WeighedLine } from './judge-lines.ts';

export interface Cut {
  readonly ingredient: string;
  readonly cut_to_pct: number;
}

/**
 * Which lines to cut, and to what, so that every rule passes (the freed share goes to solvent). Rule by rule from the worst:
 * a prohibited line goes to 0; else the line that weighs most is cut if that is enough, and if not, all of the rule's lines
 * shrink alike. Shares are % of the concentrate as dosed, floored to 4 digits.
 */
export function cutsToPass(lines: readonly WeighedLine[], totals: readonly RuleTotal[]): Cut[] {
  const kept = new Map(lines.map((line) => [line, 1]));
  // Cuts only lower totals, so a rule that passes now cannot come to fail.
  for (const total of totals.filter(({ ratio }) => !passes(ratio)).sort((a, b) => b.ratio - a.ratio)) {
    const weights = new Map<WeighedLine, number>();
    for (const { line, ratio } of partsOf(total)) {
      const factor = kept.get(line) ?? 1;
      weights.set(line, (weights.get(line) ?? 0) + (factor === 0 ? 0 : ratio * factor));
    }
    for (const [line, weight] of weights) {
      if (weight !== Number.POSITIVE_INFINITY) continue;
      kept.set(line, 0);
      weights.delete(line);
    }
    const ratio = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (passes(ratio)) continue;
    const [heaviest, weight] = [...weights].reduce((a, b) => (b[1] > a[1] ? b : a));
    const excess = ratio - 1;
    if (weight > excess) kept.set(heaviest, (kept.get(heaviest) ?? 1) * (1 - excess / weight));
    else for (const line of weights.keys()) kept.set(line, (kept.get(line) ?? 1) / ratio);
  }
  return [...kept]
    .filter(([, factor]) => factor < 1)
    .map(([line, factor]) => ({ ingredient: line.material.name, cut_to_pct: floorTo4(line.pct * factor) }));
}
