import { z } from 'zod';
import { FAMILIES } from '../../ingredient/family.ts';
import { Family, Style } from '../../ingredient/family-schema.ts';
import { COST_UNITS, NOTICE_KINDS, OCCASIONS, type Reading, SEASONS, SILLAGES, WEARERS } from '../reading.ts';

const range = z.tuple([z.number(), z.number()]);

/** What a good reading of one brief must say, with tolerance: two perfumers may differ inside it. */
export const Expectation = z.strictObject({
  style_in: z.array(Style).optional(),
  intensity: range.optional(),
  complexity: range.optional(),
  /** "a>b": share(a) is larger than share(b). */
  family_ranking: z.array(z.string()).optional(),
  min_share: z.partialRecord(Family, z.number()).optional(),
  max_share: z.partialRecord(Family, z.number()).optional(),
  must_exclude: z.array(Family).optional(),
  must_not_exclude: z.array(Family).optional(),
  must_reduce: z.array(Family).optional(),
  must_not_reduce: z.array(Family).optional(),
  /** Each entry: alternatives joined by "/", matched as part of an id or name. */
  include_ingredients: z.array(z.string()).optional(),
  exclude_ingredients: z.array(z.string()).optional(),
  not_include_ingredients: z.array(z.string()).optional(),
  not_exclude_ingredients: z.array(z.string()).optional(),
  pyramid: z
    .strictObject({ top: z.array(z.string()).optional(), middle: z.array(z.string()).optional(), base: z.array(z.string()).optional() })
    .optional(),
  product: z.string().optional(),
  ifra_category_in: z.array(z.string()).optional(),
  concentration: z.enum(['edc', 'edt', 'edp', 'parfum']).nullable().optional(),
  concentration_pct: z.number().nullable().optional(),
  batch_ml: z.number().nullable().optional(),
  cost_cap: z
    .strictObject({ value: z.number(), unit: z.enum(COST_UNITS) })
    .nullable()
    .optional(),
  season: z.array(z.enum(SEASONS)).optional(),
  season_in: z.array(z.enum(SEASONS)).optional(),
  occasion: z.array(z.enum(OCCASIONS)).optional(),
  occasion_in: z.array(z.enum(OCCASIONS)).optional(),
  wearer: z.enum(WEARERS).nullable().optional(),
  gender_in: z.array(z.string()).optional(),
  longevity_min_h: z.number().optional(),
  longevity: z.number().nullable().optional(),
  sillage: z.enum(SILLAGES).nullable().optional(),
  natural: z.boolean().optional(),
  minimise_allergens: z.boolean().optional(),
  novelty: z.boolean().optional(),
  reference: z.boolean().optional(),
  edit_ops: z.array(z.string()).optional(),
  edit: z.null().optional(),
  notices: z.array(z.enum(NOTICE_KINDS)).optional(),
  not_notices: z.array(z.enum(NOTICE_KINDS)).optional(),
  prohibited_request: z.array(z.string()).optional(),
  expect_clarification: z.boolean().optional(),
});
export type Expectation = z.infer<typeof Expectation>;

export interface Assertion {
  readonly name: string;
  readonly ok: boolean;
  readonly got: unknown;
}

/** Every assertion of an expectation against a reading. */
export function judgeReading(reading: Reading, expected: Expectation): Assertion[] {
  const results: Assertion[] = [];
  const check = (name: string, ok: boolean, got: unknown) => results.push({ name, ok, got });
  const share = (family: string): number => reading.notes_preference[family as Family] ?? 0;
  const within = (value: number, [low, high]: readonly [number, number]) => value >= low - 1e-9 && value <= high + 1e-9;
  const holds = (list: readonly string[], wanted: string) => wanted.split('/').some((one) => list.some((item) => item.includes(one)));

  if (expected.style_in) check('style', expected.style_in.includes(reading.style), reading.style);
  if (expected.intensity) check(`intensity ${expected.intensity}`, within(reading.intensity, expected.intensity), reading.intensity);
  if (expected.complexity) check(`complexity ${expected.complexity}`, within(reading.complexity, expected.complexity), reading.complexity);
  for (const rank of expected.family_ranking ?? []) {
    const [a = '', b = ''] = rank.split('>');
    check(rank, share(a) > share(b), [share(a), share(b)]);
  }
  for (const family of FAMILIES) {
    const min = expected.min_share?.[family];
    const max = expected.max_share?.[family];
    if (min !== undefined) check(`${family} ≥ ${min}`, share(family) >= min - 1e-9, share(family));
    if (max !== undefined) check(`${family} ≤ ${max}`, share(family) <= max + 1e-9, share(family));
  }
  for (const family of expected.must_exclude ?? [])
    check(`excludes ${family}`, share(family) <= 0.03 && reading.exclude_families.includes(family), reading.exclude_families);
  for (const family of expected.must_not_exclude ?? [])
    check(`keeps ${family}`, !reading.exclude_families.includes(family), reading.exclude_families);
  for (const family of expected.must_reduce ?? [])
    check(`reduces ${family}`, reading.reduce_families.includes(family) && share(family) <= 0.8, reading.reduce_families);
  for (const family of expected.must_not_reduce ?? [])
    check(`does not reduce ${family}`, !reading.reduce_families.includes(family), reading.reduce_families);
  for (const one of expected.include_ingredients ?? [])
    check(`includes ${one}`, holds(reading.include_ingredients, one), reading.include_ingredients);
  for (const one of expected.exclude_ingredients ?? [])
    check(`refuses ${one}`, holds(reading.exclude_ingredients, one), reading.exclude_ingredients);
  for (const one of expected.not_include_ingredients ?? [])
    check(`does not include ${one}`, !holds(reading.include_ingredients, one), reading.include_ingredients);
  for (const one of expected.not_exclude_ingredients ?? [])
    check(`does not refuse ${one}`, !holds(reading.exclude_ingredients, one), reading.exclude_ingredients);
  for (const slot of ['top', 'middle', 'base'] as const) {
    for (const one of expected.pyramid?.[slot] ?? [])
      check(`${slot} has ${one}`, holds(reading.pyramid?.[slot] ?? [], one), reading.pyramid);
  }
  for (const field of ['product', 'concentration', 'concentration_pct', 'batch_ml', 'wearer', 'sillage'] as const) {
    if (expected[field] !== undefined) check(`${field} ${expected[field]}`, reading[field] === expected[field], reading[field]);
  }
  if (expected.cost_cap !== undefined)
    check(
      'cost_cap',
      reading.cost_cap?.value === expected.cost_cap?.value && reading.cost_cap?.unit === expected.cost_cap?.unit,
      reading.cost_cap,
    );
  if (expected.ifra_category_in) check('category', expected.ifra_category_in.includes(reading.ifra_category), reading.ifra_category);
  if (expected.season) check(`season ${expected.season}`, sameSet(reading.season, expected.season), reading.season);
  if (expected.season_in)
    check(
      `season ${expected.season_in}`,
      expected.season_in.some((one) => reading.season.includes(one)),
      reading.season,
    );
  if (expected.occasion) check(`occasion ${expected.occasion}`, sameSet(reading.occasion, expected.occasion), reading.occasion);
  if (expected.occasion_in)
    check(
      `occasion ${expected.occasion_in}`,
      expected.occasion_in.some((one) => reading.occasion.includes(one)),
      reading.occasion,
    );
  if (expected.gender_in) check(`wearer ${expected.gender_in}`, expected.gender_in.includes(reading.wearer ?? ''), reading.wearer);
  if (expected.longevity_min_h !== undefined)
    check(
      `lasts ${expected.longevity_min_h} h`,
      (reading.longevity_hours_min ?? 0) >= expected.longevity_min_h,
      reading.longevity_hours_min,
    );
  if (expected.longevity !== undefined)
    check(`longevity ${expected.longevity}`, reading.longevity_hours_min === expected.longevity, reading.longevity_hours_min);
  for (const wish of ['natural', 'minimise_allergens', 'novelty'] as const) {
    if (expected[wish] !== undefined) check(`${wish} ${expected[wish]}`, reading.prefer[wish] === expected[wish], reading.prefer);
  }
  if (expected.reference !== undefined)
    check(`reference ${expected.reference}`, (reading.reference !== null) === expected.reference, reading.reference);
  for (const op of expected.edit_ops ?? [])
    check(
      `edit ${op}`,
      (reading.edit?.ops ?? []).some((one) => matchesOp(one, op)),
      reading.edit?.ops,
    );
  if (expected.edit === null) check('no edit', reading.edit === null, reading.edit);
  for (const kind of expected.notices ?? [])
    check(
      `notice ${kind}`,
      reading.notices.some((notice) => notice.kind === kind),
      reading.notices,
    );
  for (const kind of expected.not_notices ?? [])
    check(`no notice ${kind}`, !reading.notices.some((notice) => notice.kind === kind), reading.notices);
  for (const cas of expected.prohibited_request ?? [])
    check(
      `prohibited ${cas}`,
      reading.notices.some((notice) => notice.kind === 'prohibited' && notice.cas === cas),
      reading.notices,
    );
  if (expected.expect_clarification !== undefined)
    check(`asks ${expected.expect_clarification}`, (reading.clarify !== null) === expected.expect_clarification, reading.clarify);
  return results;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one) => b.includes(one));

/** "scale musk <1", "replace rose jasmine", "add lemon", "remove vanilla". */
function matchesOp(op: { op: string; target: string; factor?: number | undefined; with?: string | undefined }, wanted: string): boolean {
  const [verb = '', target = '', extra = ''] = wanted.split(' ');
  if (op.op !== verb || !target.split('/').some((one) => op.target.includes(one))) return false;
  if (extra === '') return true;
  if (verb === 'replace') return extra.split('/').some((one) => op.with?.includes(one));
  const value = Number(extra.replace(/[<>=]/, ''));
  const factor = op.factor ?? Number.NaN;
  return extra.startsWith('<') ? factor < value : extra.startsWith('>') ? factor > value : Math.abs(factor - value) < 1e-6;
}
