import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import { koreanLabelText } from './allergens.ts';
import type { IfraCategory, Market } from './category.ts';
import { checkFormula } from './check.ts';

const catalogue = readSeedCatalogue();

function judge(category: IfraCategory, dosePct: number, market: Market, lines: [string, number][], date?: string) {
  return checkFormula(catalogue, {
    market,
    category,
    dosePct,
    lines: lines.map(([name, pct]) => {
      const asked = /^\d+-\d\d-\d$/.test(name) ? { cas: name } : { ingredient: name };
      return { materialId: resolveMaterial(catalogue, asked).material.id, pct };
    }),
    ...(date === undefined ? {} : { date }),
  });
}

describe('categories worked by hand (IFRA 51 table)', () => {
  const cases: {
    category: IfraCategory;
    dosePct: number;
    line: [string, number];
    standard: string;
    total: number;
    limit: number | null;
    ok: boolean;
    maxDose: number;
  }[] = [
    // 1 % citral at 10 % = 0.1 of 0.11; 0.11/0.01 = 11 %
    { category: '1', dosePct: 10, line: ['Citral', 1], standard: 'IFRA_STD_021', total: 0.1, limit: 0.11, ok: true, maxDose: 11 },
    // 0.5 % at 10 % = 0.05 of 0.032; 0.032/0.005 = 6.4 %
    { category: '2', dosePct: 10, line: ['Citral', 0.5], standard: 'IFRA_STD_021', total: 0.05, limit: 0.032, ok: false, maxDose: 6.4 },
    // rose oil holds 2 % methyl eugenol: 10 % at 1 % → 0.002 of 0.0015; 0.0015/0.002 = 0.75 %
    { category: '5A', dosePct: 1, line: ['Rose oil', 10], standard: 'IFRA_STD_100', total: 0.002, limit: 0.0015, ok: false, maxDose: 0.75 },
    // 2 % at 1 % → 0.0004 of 0.00042; 0.00042/0.0004 = 1.05 %
    { category: '7A', dosePct: 1, line: ['Rose oil', 2], standard: 'IFRA_STD_100', total: 0.0004, limit: 0.00042, ok: true, maxDose: 1.05 },
    // 8.5 % at 1 % → 0.0017 of 0.0017: on the limit
    { category: '9', dosePct: 1, line: ['Rose oil', 8.5], standard: 'IFRA_STD_100', total: 0.0017, limit: 0.0017, ok: true, maxDose: 1 },
    // oakmoss 0.6 % at 20 % = 0.12 of 0.1; 0.1/0.006 = 16.6666 %
    {
      category: '10A',
      dosePct: 20,
      line: ['Oakmoss absolute', 0.6],
      standard: 'IFRA_STD_067',
      total: 0.12,
      limit: 0.1,
      ok: false,
      maxDose: 16.6666,
    },
    // methyl eugenol has 0.066 even in category 12: rose oil 20 % at 20 % = 0.08; 0.066/0.004 = 16.5 %
    { category: '12', dosePct: 20, line: ['Rose oil', 20], standard: 'IFRA_STD_100', total: 0.08, limit: 0.066, ok: false, maxDose: 16.5 },
  ];
  for (const { category, dosePct, line, standard, total, limit, ok, maxDose } of cases) {
    it(`category ${category}: ${line[0]} ${line[1]} % at ${dosePct} % is ${total} of ${limit}`, () => {
      const result = judge(category, dosePct, 'ifra', [line]);
      const row = result.results.find(({ ifra_id }) => ifra_id === standard);
      expect(row?.total_pct).toBeCloseTo(total, 12);
      expect(row).toMatchObject({ limit_pct: limit, ok });
      expect(result.max_dose_pct).toBe(maxDose);
    });
  }
});

describe('EU limits by product', () => {
  it('holds methyl salicylate to 0.6 % on skin and not in rinse-off', () => {
    expect(judge('4', 10, 'eu', [['Methyl salicylate', 7]]).results.find(({ source }) => source === 'eu')).toMatchObject({
      limit_pct: 0.6,
      total_pct: 0.7,
      ok: false,
    });
    expect(judge('9', 10, 'eu', [['Methyl salicylate', 7]]).results.some(({ source }) => source === 'eu')).toBe(false);
  });

  it('sums the isomers of isoeugenol: 0.06 + 0.06 % at 20 % = 0.024 of 0.02', () => {
    const row = judge('4', 20, 'eu', [
      ['Isoeugenol', 0.06],
      ['5932-68-3', 0.06],
    ]).results.find(({ source }) => source === 'eu');
    expect(row?.total_pct).toBeCloseTo(0.024, 12);
    expect(row?.ok).toBe(false);
  });

  it('forbids karanal, whose REACH sunset has passed', () => {
    expect(judge('4', 10, 'eu', [['Karanal', 1]])).toMatchObject({ ok: false, max_dose_pct: 0 });
    expect(judge('4', 10, 'kr', [['Karanal', 1]]).ok).toBe(true);
  });
});

describe('Korean limits by product', () => {
  const korean = (category: IfraCategory, dosePct: number, line: [string, number]) =>
    judge(category, dosePct, 'kr', [line]).results.find(({ source }) => source === 'kr');

  it('gives AHTN 1 % in alcoholic perfume, 0.1 % on skin otherwise, 0.2 % in rinse-off', () => {
    expect(korean('4', 20, ['Tonalide', 6])).toMatchObject({ limit_pct: 1, total_pct: 1.2, ok: false });
    expect(korean('5A', 1, ['Tonalide', 6])).toMatchObject({ limit_pct: 0.1, total_pct: 0.06, ok: true });
    expect(korean('9', 1, ['Tonalide', 6])).toMatchObject({ limit_pct: 0.2, ok: true });
  });

  it('gives musk ketone 1.4 % above 8 % concentrate and 0.56 % below, and finds the highest dose across the step', () => {
    expect(korean('4', 10, ['81-14-1', 10])).toMatchObject({ limit_pct: 1.4, total_pct: 1, ok: true });
    expect(korean('4', 8, ['81-14-1', 10])).toMatchObject({ limit_pct: 0.56, total_pct: 0.8, ok: false });
    // 1.4/0.1 = 14 % lies above the step, so it is the highest.
    expect(judge('4', 10, 'kr', [['81-14-1', 10]]).max_dose_pct).toBe(14);
    // 1.4/0.2 = 7 % does not, so the lower interval decides: 0.56/0.2 = 2.8 %.
    expect(judge('4', 10, 'kr', [['81-14-1', 20]]).max_dose_pct).toBe(2.8);
  });

  it('sums heptine and octine carbonate to 0.01 %: 0.03 + 0.008 % at 30 % = 0.0114', () => {
    const result = judge('4', 30, 'kr', [
      ['Methyl 2-octynoate', 0.03],
      ['Methyl 2-nonynoate', 0.008],
    ]);
    const sum = result.results.find(({ standard }) => standard.includes('+'));
    expect(sum?.total_pct).toBeCloseTo(0.0114, 12);
    expect(sum?.ok).toBe(false);
  });

  it('limits styrax resinoid, whose Korean row stands under another CAS', () => {
    expect(korean('4', 20, ['Styrax resinoid', 4])).toMatchObject({ limit_pct: 0.6, total_pct: 0.8, ok: false });
  });

  it('says that a diffuser is not a cosmetic and implies no more', () => {
    expect(judge('10A', 20, 'kr', [['Citral', 1]]).warnings.some((text) => text.includes('화장품 기준으로만'))).toBe(true);
    expect(judge('4', 20, 'kr', [['Citral', 1]]).warnings.some((text) => text.includes('화장품 기준으로만'))).toBe(false);
  });
});

describe('allergen labels', () => {
  it('is due above 0.001 % on skin and 0.01 % in rinse-off: limonene 0.5 % at 1 % = 0.005', () => {
    const due = (category: IfraCategory) =>
      judge(category, 1, 'kr', [['d-Limonene', 0.5]]).allergens.find(({ inci }) => inci === 'Limonene');
    expect(due('5A')).toMatchObject({ pct: 0.005, threshold_pct: 0.001, declare: true, name_ko: '리모넨' });
    expect(due('9')).toMatchObject({ threshold_pct: 0.01, declare: false });
  });

  it('is not due exactly at the threshold', () => {
    expect(judge('5A', 1, 'kr', [['d-Limonene', 0.1]]).allergens[0]).toMatchObject({ pct: 0.001, declare: false });
  });

  it('brings the new EU names in on 2026-08-01: linalyl acetate', () => {
    const on = (date?: string) =>
      judge('4', 10, 'eu', [['Linalyl acetate', 1]], date).allergens.find(({ inci }) => inci === 'Linalyl Acetate')?.declare;
    expect(on('2026-07-31')).toBe(false);
    expect(on('2026-08-01')).toBe(true);
    expect(on()).toBe(true);
  });

  it('counts what Annex I leaves out from the typical composition: linalool of lavender oil', () => {
    const lavender = catalogue.materials.find(({ id }) => id === 'lavender-oil');
    const linaloolPct = lavender?.majorConstituents.find(({ constituent }) => constituent === '78-70-6')?.pct ?? 0;
    const linalool = judge('4', 10, 'kr', [['Lavender oil', 10]]).allergens.find(({ inci }) => inci === 'Linalool');
    expect(linalool?.pct).toBeCloseTo(linaloolPct / 100, 10);
  });

  it('writes the Korean label: 향료, then the due names by content', () => {
    const { allergens } = judge('4', 10, 'kr', [
      ['Citral', 1],
      ['Coumarin', 2],
      ['Hedione', 97],
    ]);
    expect(koreanLabelText(allergens)).toBe('향료, 쿠마린, 시트랄');
  });
});
