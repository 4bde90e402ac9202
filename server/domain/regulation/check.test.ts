import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import { MARKETS } from './category.ts';
import { type CheckInput, CheckResult, checkFormula } from './check.ts';
import cases from './vectors/ifra-worked-cases.json' with { type: 'json' };

const catalogue = readSeedCatalogue();

/** Judges lines given as [name or id, % of concentrate, strength?]. */
function judge(lines: [string, number, number?][], about: Partial<Omit<CheckInput, 'lines'>> = {}): CheckResult {
  return checkFormula(catalogue, {
    market: 'ifra',
    category: '4',
    dosePct: 20,
    ...about,
    lines: lines.map(([ingredient, pct, strength]) => ({
      materialId: resolveMaterial(catalogue, { ingredient }).material.id,
      pct,
      ...(strength === undefined ? {} : { strength }),
    })),
  });
}

function row(result: CheckResult, standard: string) {
  return result.results.find((one) => one.ifra_id === standard || one.standard === standard);
}

describe('checkFormula', () => {
  for (const worked of cases) {
    it(`reproduces the worked case ${worked.name} to 1e-4`, () => {
      const lines = worked.lines.map(({ ingredient, cas, pct, strength }) => ({
        materialId: resolveMaterial(catalogue, { ingredient, cas }).material.id,
        pct,
        strength,
      }));
      const result = checkFormula(catalogue, { market: 'ifra', category: worked.category as '4', dosePct: worked.dosePct, lines });
      expect(result.ok).toBe(worked.ok);
      for (const expected of worked.rows) {
        const got = row(result, expected.ifraId);
        expect(got, expected.ifraId).toBeDefined();
        expect(Math.abs((got?.total_pct ?? 0) - expected.totalPct)).toBeLessThanOrEqual(1e-4);
        expect(Math.abs((got?.ratio ?? 0) - expected.ratio)).toBeLessThanOrEqual(1e-4);
        expect(got?.limit_pct).toBe(expected.limitPct);
        expect(got?.ok).toBe(expected.ok);
        const parts = got?.lines.map(({ pct }) => pct) ?? [];
        for (const part of expected.parts) expect(parts.some((pct) => Math.abs(pct - part) <= 1e-4)).toBe(true);
      }
      if (worked.group) expect(row(result, worked.group.id)?.ratio).toBeCloseTo(worked.group.ratio, 4);
      // The cases divided by ratios rounded to 4 digits, so their own doses are good to 5e-5 of the value.
      expect(Math.abs(result.max_dose_pct / worked.maxDosePct - 1)).toBeLessThanOrEqual(5e-5);
      expect(CheckResult.safeParse(result).success).toBe(true);
    });
  }

  it('sorts every standard touched by ratio, passing ones too', () => {
    const { results } = judge([
      ['Rose oil', 5],
      ['Citral', 1],
      ['d-Limonene', 10],
    ]);
    const ratios = results.map(({ ratio }) => ratio);
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
    expect(results.some(({ ok }) => ok)).toBe(true);
    expect(row({ results } as CheckResult, 'IFRA_STD_186')).toMatchObject({ kind: 'specification', limit_pct: null, ok: true });
  });

  it('passes a formula that stands exactly on its limit: Iso E Super 100 % at 20 % is 20 of 20', () => {
    const result = judge([['Iso E Super', 100]], { dosePct: 20 });
    expect(row(result, 'IFRA_STD_068')).toMatchObject({ total_pct: 20, limit_pct: 20, ratio: 1, ok: true });
    expect(result).toMatchObject({ ok: true, max_dose_pct: 20 });
  });

  it('gives a highest dose that passes and of which 0.0001 more fails', () => {
    const lines: [string, number][] = [
      ['Rose oil', 3.7],
      ['Tonka bean absolute', 7.1],
      ['Citral', 2.3],
    ];
    const { max_dose_pct } = judge(lines);
    expect(judge(lines, { dosePct: max_dose_pct }).ok).toBe(true);
    expect(judge(lines, { dosePct: max_dose_pct + 1e-4 }).ok).toBe(false);
  });

  it('advises a cut that is enough: Iso E Super 70 % at 30 % to 20/0.3 = 66.6666 %', () => {
    const result = judge([['Iso E Super', 70]], { dosePct: 30 });
    expect(result.advice).toEqual([{ ingredient: 'Iso E Super (OTNE)', cut_to_pct: 66.6666 }]);
    expect(judge([['Iso E Super', 66.6666]], { dosePct: 30 }).ok).toBe(true);
  });

  it('shrinks all phototoxic oils alike when cutting one is not enough, and the result passes', () => {
    const oils = ['Bergamot oil expressed', 'Lemon oil expressed', 'Lime oil expressed', 'Grapefruit oil expressed'];
    const { advice } = judge([
      [oils[0] ?? '', 1],
      [oils[1] ?? '', 5],
      [oils[2] ?? '', 1],
      [oils[3] ?? '', 10],
    ]);
    // 1/1.785714 = 0.56 of each
    expect(advice.map(({ cut_to_pct }) => cut_to_pct)).toEqual([0.56, 2.8, 0.56, 5.6]);
    expect(judge(advice.map(({ ingredient, cut_to_pct }) => [ingredient, cut_to_pct])).ok).toBe(true);
  });

  it('advises cuts after which any random formula passes, and a highest dose at which it passes', () => {
    const formula = fc.array(fc.tuple(fc.nat({ max: catalogue.materials.length - 1 }), fc.double({ min: 0.01, max: 8, noNaN: true })), {
      minLength: 2,
      maxLength: 12,
    });
    let cut = 0;
    fc.assert(
      fc.property(formula, fc.constantFrom(...MARKETS), fc.constantFrom('1', '4', '5A', '9', 'all' as const), (picks, market, category) => {
        const lines = [...new Map(picks)].map(([i, pct]) => ({ materialId: catalogue.materials[i]?.id ?? '', pct }));
        const about = { market, category, dosePct: 15 } as const;
        const result = checkFormula(catalogue, { ...about, lines });
        if (result.max_dose_pct > 0) expect(checkFormula(catalogue, { ...about, dosePct: result.max_dose_pct, lines }).ok).toBe(true);
        const to = new Map(result.advice.map(({ ingredient, cut_to_pct }) => [ingredient, cut_to_pct]));
        if (to.size > 0) cut++;
        expect(to.size > 0).toBe(!result.ok);
        const kept = lines
          .map((line) => ({ ...line, pct: to.get(catalogue.materials.find(({ id }) => id === line.materialId)?.name ?? '') ?? line.pct }))
          .filter(({ pct }) => pct > 0);
        if (kept.length > 0) expect(checkFormula(catalogue, { ...about, lines: kept }).ok).toBe(true);
      }),
      { numRuns: 150, seed: 18 },
    );
    expect(cut).toBeGreaterThan(50);
  });

  it('takes a prohibited line out and gives no dose', () => {
    const result = judge(
      [
        ['Lilial', 1],
        ['Hedione', 99],
      ],
      { market: 'eu' },
    );
    expect(result).toMatchObject({ ok: false, max_dose_pct: 0, advice: [{ ingredient: 'Lilial (p-BMHCA)', cut_to_pct: 0 }] });
  });

  it('judges all 18 categories at once: the strictest row, the lowest dose and a verdict for each', () => {
    const result = judge([['Citral', 2]], { category: 'all', dosePct: 5 });
    // 2 % at 5 % = 0.1 %: above 0.032 (category 2), 0.051 (5D, 8, 11A, 11B); at 0.1 in category 3 just inside.
    expect(result.categories?.length).toBe(18);
    expect(result.categories?.filter(({ ok }) => !ok).map(({ category }) => category)).toEqual(['2', '5D', '8', '11A', '11B']);
    // 0.032 / 0.02 = 1.6 %
    expect(result.max_dose_pct).toBe(1.6);
    expect(row(result, 'IFRA_STD_021')).toMatchObject({ limit_pct: 0.032, ratio: 3.125, ok: false });
    expect(CheckResult.safeParse(result).success).toBe(true);
  });

  it('says that an assessor is still needed', () => {
    expect(judge([['Hedione', 100]]).warnings.some((text) => text.includes('안전성 평가'))).toBe(true);
  });

  it('refuses shares, strengths, doses and sums that cannot be, with the line', () => {
    for (const [pct, strength] of [
      [-1, 1],
      [0, 1],
      [Number.NaN, 1],
      [101, 1],
      [5, 0],
      [5, 2],
    ] as const) {
      expect(() =>
        judge([
          ['Hedione', 10],
          ['Citral', pct, strength],
        ]),
      ).toThrow(/line 2/);
    }
    expect(() =>
      judge([
        ['Hedione', 60],
        ['Citral', 60],
      ]),
    ).toThrow(/sum to 120/);
    expect(() => judge([['Hedione', 60]], { dosePct: 0 })).toThrow(/dose_pct/);
  });

  it('answers a formula of 300 lines', () => {
    const materials = catalogue.materials.slice(0, 300);
    const result = checkFormula(catalogue, {
      market: 'all',
      category: '4',
      dosePct: 10,
      lines: materials.map(({ id }) => ({ materialId: id, pct: 0.3 })),
    });
    expect(result.results.length).toBeGreaterThan(80);
  });
});
