import { DomainError } from '../error.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { Judged, Rule } from './rule.ts';
import { type Rulebook, rulebookOf } from './rules.ts';

/** A line to judge: % of the concentrate as dosed, and the strength of the dilution that is dosed (1 = neat). */
export interface JudgedLine {
  readonly materialId: string;
  readonly pct: number;
  readonly strength?: number;
}

export interface WeighedLine {
  readonly material: Material;
  /** Position in the formula, from 0. */
  readonly index: number;
  readonly pct: number;
  /** Neat % of the finished product: % in concentrate × strength × dose/100. */
  readonly finishedPct: number;
}

export interface RuleTotal {
  readonly rule: Rule;
  /** What the rule counts, % of the finished product. */
  totalPct: number;
  /** Total over limit; Infinity when prohibited, 0 without a limit. */
  ratio: number;
  /** What was judged, to find out who brings it. */
  readonly lines: readonly WeighedLine[];
  readonly rulesOf: Rulebook;
}

export interface RulePart {
  readonly line: WeighedLine;
  readonly pct: number;
  readonly ratio: number;
  readonly via: string | null;
}

/** The contributions to one rule, in the order of the lines. */
export function partsOf({ rule, lines, rulesOf }: RuleTotal): RulePart[] {
  const parts: RulePart[] = [];
  for (const line of lines) {
    for (const touch of rulesOf(line.material)) {
      if (touch.rule !== rule) continue;
      parts.push({ line, pct: line.finishedPct * touch.share, ratio: line.finishedPct * touch.ratioPerPct, via: touch.via });
    }
  }
  return parts;
}

/** Rounding of totals must not fail a formula that stands exactly on its limit. */
const ON_THE_LIMIT = 1 + 1e-9;

export function passes(ratio: number): boolean {
  return ratio <= ON_THE_LIMIT;
}

/** How far above 100 % rounding of lines to two decimals may carry a sum. */
const SUM_TOLERANCE_PCT = 0.5;

/**
 * Reads the lines of a formula. Throws bad_input {line, reason} for a share that is not above 0 and at most 100 %, a strength
 * outside (0, 1], and a sum above 100 %; unknown_ingredient for an unknown id.
 */
export function weighLines(catalogue: Catalogue, lines: readonly JudgedLine[], dosePct: number): WeighedLine[] {
  if (!(dosePct > 0 && dosePct <= 100)) {
    throw new DomainError('bad_input', `dose_pct must be above 0 and at most 100, not ${dosePct}`, '부향률은 0 초과 100 % 이하여야 해요.');
  }
  const weighed = lines.map(({ materialId, pct, strength = 1 }, index): WeighedLine => {
    const refuse = (reason: string, reasonKo: string): never => {
      throw new DomainError('bad_input', `line ${index + 1} (${materialId}): ${reason}`, `${index + 1}번째 줄: ${reasonKo}`, {
        line: index + 1,
        ingredient: materialId,
        reason,
      });
    };
    if (!(pct > 0 && pct <= 100)) refuse(`pct must be above 0 and at most 100, not ${pct}`, '함량은 0 초과 100 % 이하여야 해요.');
    if (!(strength > 0 && strength <= 1))
      refuse(`strength must be above 0 and at most 1, not ${strength}`, '희석 농도는 0 초과 1 이하여야 해요.');
    return { material: materialOf(catalogue, materialId), index, pct, finishedPct: (pct * strength * dosePct) / 100 };
  });
  const sum = weighed.reduce((total, { pct }) => total + pct, 0);
  if (sum > 100 + SUM_TOLERANCE_PCT) {
    throw new DomainError('bad_input', `lines sum to ${sum.toFixed(4)} %`, `합이 100 %를 넘어요 (${sum.toFixed(2)} %).`, {
      reason: 'sum above 100 %',
      sum_pct: sum,
    });
  }
  return weighed;
}

/** Adds up every rule that the lines touch. */
export function totalsOf(catalogue: Catalogue, lines: readonly WeighedLine[], judged: Judged): RuleTotal[] {
  const rulesOf = rulebookOf(catalogue, judged);
  const totals: RuleTotal[] = [];
  const bySlot: (RuleTotal | undefined)[] = [];
  for (const line of lines) {
    for (const { rule, slot, share, ratioPerPct } of rulesOf(line.material)) {
      let total = bySlot[slot];
      if (!total) {
        total = { rule, totalPct: 0, ratio: 0, lines, rulesOf };
        bySlot[slot] = total;
        totals.push(total);
      }
      total.totalPct += line.finishedPct * share;
      total.ratio += line.finishedPct * ratioPerPct;
    }
  }
  return totals;
}
