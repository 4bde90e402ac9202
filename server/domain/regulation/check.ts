import { z } from 'zod';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { cutsToPass } from './advice.ts';
import { Allergen, allergensOf } from './allergens.ts';
import { IFRA_CATEGORIES } from './category.ts';
import { IfraCategory, Market } from './category-schema.ts';
import { highestDosePct } from './highest-dose.ts';
import { type JudgedLine, partsOf, passes, type RuleTotal, totalsOf, type WeighedLine, weighLines } from './judge-lines.ts';
import { isCosmeticInKorea } from './leave-on.ts';
import type { Judged, Rule } from './rule.ts';
import { uncheckedOf } from './unchecked.ts';

export const CheckRow = z.strictObject({
  standard: z.string(),
  ifra_id: z.string().optional(),
  source: z.enum(['ifra', 'eu', 'kr', 'group']),
  kind: z.enum(['limit', 'group', 'prohibited', 'specification']),
  /** % of the finished product. */
  total_pct: z.number().nonnegative(),
  /** Null without a number: no restriction, a purity rule, a sum of ratios. 0 when prohibited. */
  limit_pct: z.number().nonnegative().nullable(),
  ratio: z.number().nonnegative(),
  ok: z.boolean(),
  lines: z.array(z.strictObject({ ingredient: z.string(), pct: z.number().nonnegative(), via: z.string().optional() })),
  text: z.string().optional(),
});
export type CheckRow = z.infer<typeof CheckRow>;

export const CategoryVerdict = z.strictObject({
  category: IfraCategory,
  ok: z.boolean(),
  max_dose_pct: z.number().min(0).max(100),
  worst: z.strictObject({ standard: z.string(), ratio: z.number().nonnegative() }).nullable(),
});
export type CategoryVerdict = z.infer<typeof CategoryVerdict>;

export const CheckResult = z.strictObject({
  ok: z.boolean(),
  market: Market,
  category: z.union([IfraCategory, z.literal('all')]),
  dose_pct: z.number().positive().max(100),
  results: z.array(CheckRow),
  allergens: z.array(Allergen),
  /** Highest dose that breaks nothing, floored to 4 digits; 0 when something is prohibited. */
  max_dose_pct: z.number().min(0).max(100),
  advice: z.array(z.strictObject({ ingredient: z.string(), cut_to_pct: z.number().nonnegative() })),
  unchecked: z.array(z.strictObject({ ingredient: z.string(), reason: z.string() })),
  warnings: z.array(z.string()),
  /** Only for category "all": one verdict per category. */
  categories: z.array(CategoryVerdict).optional(),
});
export type CheckResult = z.infer<typeof CheckResult>;

export interface CheckInput {
  readonly market: Market;
  readonly category: IfraCategory | 'all';
  /** Concentrate in the finished product, %. */
  readonly dosePct: number;
  readonly lines: readonly JudgedLine[];
  /** ISO day on which the product is placed on the market; allergens of a later rule are then not yet due. */
  readonly date?: string;
}

/**
 * Judges a formula against the law of a market: every standard touched (passing ones too, sorted by ratio), allergens for the
 * label, the highest dose, what to cut, and what could not be checked. `ok` = no row fails; unchecked is never a pass.
 * A breach is a result; it throws bad_input or unknown_ingredient for a formula that cannot be read (see weighLines).
 */
export function checkFormula(catalogue: Catalogue, input: CheckInput): CheckResult {
  const lines = weighLines(catalogue, input.lines, input.dosePct);
  return input.category === 'all' ? checkAllCategories(catalogue, input, lines) : checkOne(catalogue, input, lines, input.category);
}

function checkOne(catalogue: Catalogue, input: CheckInput, lines: readonly WeighedLine[], category: IfraCategory): CheckResult {
  const judged: Judged = { market: input.market, category, dosePct: input.dosePct };
  const totals = totalsOf(catalogue, lines, judged);
  return {
    ok: totals.every(({ ratio }) => passes(ratio)),
    market: input.market,
    category,
    dose_pct: input.dosePct,
    results: totals.map(toRow).sort((a, b) => b.ratio - a.ratio),
    allergens: allergensOf(catalogue, lines, { category, market: input.market, date: input.date }),
    max_dose_pct: highestDosePct(catalogue, lines, judged, totals),
    advice: cutsToPass(lines, totals),
    unchecked: uncheckedOf(catalogue, lines),
    warnings: warningsOf(lines, input.market, category),
  };
}

/** The verdict that holds in every category: of each rule its strictest row, and cuts that are enough everywhere. */
function checkAllCategories(catalogue: Catalogue, input: CheckInput, lines: readonly WeighedLine[]): CheckResult {
  const strictest = new Map<string, RuleTotal>();
  const categories = IFRA_CATEGORIES.map((category): CategoryVerdict => {
    const judged: Judged = { market: input.market, category, dosePct: input.dosePct };
    const totals = totalsOf(catalogue, lines, judged);
    let worst: RuleTotal | undefined;
    for (const total of totals) {
      if (total.ratio > (worst?.ratio ?? 0)) worst = total;
      const known = strictest.get(total.rule.key);
      if (!known || total.ratio > known.ratio) strictest.set(total.rule.key, total);
    }
    return {
      category,
      ok: passes(worst?.ratio ?? 0),
      max_dose_pct: highestDosePct(catalogue, lines, judged, totals),
      worst: worst ? { standard: worst.rule.standard, ratio: shownRatio(worst.ratio) } : null,
    };
  });
  return {
    ok: categories.every(({ ok }) => ok),
    market: input.market,
    category: 'all',
    dose_pct: input.dosePct,
    results: [...strictest.values()].map(toRow).sort((a, b) => b.ratio - a.ratio),
    // Leave-on thresholds are the lower ones: what is due there covers every category.
    allergens: allergensOf(catalogue, lines, { category: '4', market: input.market, date: input.date }),
    max_dose_pct: Math.min(...categories.map(({ max_dose_pct }) => max_dose_pct)),
    // A rule counts the same everywhere and only its limit differs: cuts for the strictest are enough for all.
    advice: cutsToPass(lines, [...strictest.values()]),
    unchecked: uncheckedOf(catalogue, lines),
    warnings: warningsOf(lines, input.market, 'all'),
    categories,
  };
}

/** A ratio has no meaning at a limit of 0; this stands for "prohibited" where a number is needed, and sorts first. */
export const PROHIBITED_RATIO = 1e6;

function shownRatio(ratio: number): number {
  return Math.min(tidy(ratio), PROHIBITED_RATIO);
}

function toRow(total: RuleTotal): CheckRow {
  const { rule, totalPct, ratio } = total;
  return {
    standard: rule.standard,
    ...(rule.ifraId === null ? {} : { ifra_id: rule.ifraId }),
    source: rule.source,
    kind: rule.kind,
    total_pct: tidy(totalPct),
    limit_pct: rule.limitPct,
    ratio: shownRatio(ratio),
    ok: passes(ratio),
    lines: partsOf(total)
      .sort((a, b) => b.pct - a.pct)
      .map(({ line, pct, via }) => ({ ingredient: line.material.name, pct: tidy(pct), ...(via === null ? {} : { via }) })),
    text: verdictText(rule, ratio),
  };
}

/** Whose limit a row is; the words never say that something is safe. */
const BASIS: Readonly<Record<Rule['source'], string>> = {
  ifra: 'IFRA 51 기준',
  group: 'IFRA 51 기준',
  eu: 'EU 기준',
  kr: '한국 화장품 기준',
};

function verdictText(rule: Rule, ratio: number): string {
  const more = rule.text === null ? '' : ` ${rule.text}`;
  if (rule.kind === 'prohibited') return `쓸 수 없어요 (${BASIS[rule.source]}).${more}`;
  if (ratio === 0) return more.trim();
  if (passes(ratio)) return `한도 안이에요 (${BASIS[rule.source]}).${more}`;
  return `한도의 ${ratio >= 10 ? Math.round(ratio) : Number(ratio.toPrecision(3))}배예요 (${BASIS[rule.source]}).${more}`;
}

/** Twelve significant digits: what the data carry, without the dust of binary fractions. */
function tidy(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
}

function warningsOf(lines: readonly WeighedLine[], market: Market, category: IfraCategory | 'all'): string[] {
  const warnings = lines.filter(({ material }) => material.status !== 'ok').map(({ material }) => `${material.name}: ${material.status}`);
  const sum = lines.reduce((total, { pct }) => total + pct, 0);
  if (Math.abs(sum - 100) > 0.01) warnings.push(`합이 ${Number(sum.toFixed(4))} %예요. 나머지는 용제로 보았어요.`);
  if ((market === 'kr' || market === 'all') && (category === 'all' || !isCosmeticInKorea(category))) {
    warnings.push('디퓨저, 캔들, 공간용 스프레이는 한국에서 화장품이 아니에요. 화장품 기준으로만 계산했어요.');
  }
  warnings.push('계산은 한도 확인이에요. 안전성 평가는 평가자가 따로 해야 해요.');
  return [...new Set(warnings)];
}
