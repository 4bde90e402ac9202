import { expect, test } from 'vitest';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { readBrief } from './read-brief.ts';
import type { Reading } from './reading.ts';
import { validateReading } from './validate-reading.ts';

const catalogue = readSeedCatalogue();
const base = readBrief('장미와 샌달우드 향수, 꽃향은 은은하게', readSeedLexicon()).reading;
const codes = (change: Partial<Reading>, options = {}): string[] =>
  validateReading({ ...base, ...change }, catalogue, options).issues.map(({ code }) => code);

test('passes what the reader itself read', () => {
  expect(validateReading(base, catalogue)).toMatchObject({ ok: true, checked: ['schema', 'units', 'ifra', 'logic'], by: ['rules'] });
});

test('reports a broken schema with its path and checks nothing else', () => {
  const result = validateReading({ ...base, intensity: 2 }, catalogue);
  expect(result).toMatchObject({ ok: false, checked: ['schema'] });
  expect(result.issues[0]).toMatchObject({ code: 'schema', path: 'intensity', severity: 'error' });
  expect(validateReading(null, catalogue).ok).toBe(false);
});

test.each([
  ['category_mismatch', { ifra_category: '9' }],
  ['excluded_family_wanted', { exclude_families: ['floral'] }],
  ['reduced_and_excluded', { exclude_families: ['leather'], reduce_families: ['leather'] }],
  ['wanted_and_refused', { include_ingredients: ['rose-absolute'], exclude_ingredients: ['rose-absolute'] }],
  ['wanted_in_excluded_family', { include_ingredients: ['patchouli-oil'], exclude_families: ['earthy'] }],
  ['prohibited_material', { include_ingredients: ['lilial-p-bmhca'] }],
  ['refused_in_pyramid', { pyramid: { top: ['lemon-oil-expressed'], middle: [], base: [] }, exclude_ingredients: ['lemon-oil-expressed'] }],
] satisfies [string, Partial<Reading>][])('finds the error %s', (code, change) => {
  expect(codes(change)).toContain(code);
  expect(validateReading({ ...base, ...change }, catalogue).ok).toBe(false);
});

test.each([
  ['dose_unusual', { concentration_pct: 60 }, { concentration_pct: 18 }],
  ['batch_unusual', { batch_ml: 0.2 }, { batch_ml: 30 }],
  ['cost_unusual', { cost_cap: { value: 2, unit: 'KRW/kg' } }, { cost_cap: { value: 500, unit: 'KRW/ml' } }],
  ['longevity_unusual', { longevity_hours_min: 90 }, { longevity_hours_min: 8 }],
  ['unknown_material', { include_ingredients: ['unobtainium'] }, { include_ingredients: ['hedione'] }],
] satisfies [string, Partial<Reading>, Partial<Reading>][])('warns of %s, and only then', (code, odd, usual) => {
  expect(codes(odd)).toContain(code);
  expect(codes(usual)).not.toContain(code);
  expect(validateReading({ ...base, ...odd }, catalogue).ok).toBe(true);
});

test('a material that the category caps below its usual level is a warning at that dose', () => {
  // Iso E Super, category 1: 0.41 % of the finished product (IFRA 51), which is 0.41 % of the concentrate at a dose of 100 %; it is used from 5 % on.
  const wanting = { include_ingredients: ['iso-e-super'], product: 'lip', ifra_category: '1' } satisfies Partial<Reading>;
  expect(codes(wanting, { dosePct: 100 })).toContain('over_limit');
  expect(codes(wanting, { dosePct: 1 })).not.toContain('over_limit');
});
