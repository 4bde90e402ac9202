import { floorTo4 } from './highest-dose.ts';
import { passes, type RuleTotal, type WeighedLine } from './judge-lines.ts';

export interface Cut {
  readonly ingredient: string;
  readonly cut_to_pct: number;
}

/**
 * Which lines to cut, and to what, so that every rule passes (the freed share goes to solvent): rule by rule from the worst,
 * always the line that weighs most in it. A prohibited line goes to 0. Shares are % of the concentrate as dosed, floored to
 * 4 digits.
 */
export function cutsToPass(lines: readonly WeighedLine[], totals: readonly RuleTotal[]): Cut[] {
  const kept = new Map(lines.map((line) => [line, 1]));
  for (const { parts } of [...totals].sort((a, b) => b.ratio - a.ratio)) {
    const perLine = new Map<WeighedLine, number>();
    for (const { line, ratio } of parts) perLine.set(line, (perLine.get(line) ?? 0) + ratio);
    const weightOf = (line: WeighedLine): number => {
      const factor = kept.get(line) ?? 1;
      return factor === 0 ? 0 : (perLine.get(line) ?? 0) * factor;
    };
    const byWeight = [...perLine.keys()].sort((a, b) => weightOf(b) - weightOf(a));
    for (const line of byWeight) {
      const ratio = [...perLine.keys()].reduce((sum, other) => sum + weightOf(other), 0);
      if (passes(ratio)) break;
      const own = weightOf(line);
      const others = [...perLine.keys()].reduce((sum, other) => (other === line ? sum : sum + weightOf(other)), 0);
      const factor = Number.isFinite(own) ? Math.max(0, 1 - others) / own : 0;
      kept.set(line, (kept.get(line) ?? 1) * factor);
    }
  }
  return [...kept]
    .filter(([, factor]) => factor < 1)
    .map(([line, factor]) => ({ ingredient: line.material.name, cut_to_pct: floorTo4(line.pct * factor) }));
}
