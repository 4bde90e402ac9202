import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import { unifacParameters } from '../odour/unifac.ts';
import { IFRA_CATEGORIES } from './category.ts';
import { type CheckInput, type CheckResult, checkFormula } from './check.ts';
import { parseIfraCell } from './parse-tables.ts';

const catalogue = readSeedCatalogue();

function judge(lines: [string, number][], about: Partial<Omit<CheckInput, 'lines'>> = {}): CheckResult {
  return checkFormula(catalogue, {
    market: 'ifra',
    category: '4',
    dosePct: 20,
    ...about,
    lines: lines.map(([name, pct]) => {
      const asked = /^\d+-\d\d-\d$/.test(name) ? { cas: name } : { ingredient: name };
      return { materialId: resolveMaterial(catalogue, asked).material.id, pct };
    }),
  });
}

const row = (result: CheckResult, standard: string) => result.results.find((one) => one.ifra_id === standard || one.standard === standard);
const failing = (result: CheckResult) => result.results.filter(({ ok }) => !ok).map(({ standard }) => standard);

describe('trap 1: the EU label list is the whole list, not only what Regulation 2023/1545 added', () => {
  it('declares eugenol, cinnamal and coumarin', () => {
    const { allergens } = judge(
      [
        ['Eugenol', 1],
        ['Coumarin', 1],
        ['104-55-2', 1],
      ],
      { market: 'eu' },
    );
    const due = allergens.filter(({ declare }) => declare).map(({ inci }) => inci);
    expect(due).toEqual(expect.arrayContaining(['Eugenol', 'Cinnamal', 'Coumarin']));
  });

  it('holds 81 EU and 25 Korean names', () => {
    expect(catalogue.regulation.euAllergens).toHaveLength(81);
    expect(catalogue.regulation.krAllergens).toHaveLength(25);
  });
});

describe('trap 2: one CAS can be two materials', () => {
  it('refuses 8008-26-2 alone: expressed and distilled lime', () => {
    expect(() => resolveMaterial(catalogue, { cas: '8008-26-2' })).toThrow(expect.objectContaining({ code: 'ambiguous_ingredient' }));
  });

  it('holds expressed lime to its phototoxic limit and distilled lime not: 5 % at 20 % = 1.0 against 0.7', () => {
    expect(row(judge([['Lime oil expressed', 5]]), 'IFRA_STD_093')).toMatchObject({ total_pct: 1, limit_pct: 0.7, ok: false });
    expect(row(judge([['Lime oil distilled', 5]]), 'IFRA_STD_093')).toBeUndefined();
  });

  it('tells lavender absolute from lavender oil although both carry 8000-28-0', () => {
    const absolute = resolveMaterial(catalogue, { ingredient: 'Lavender absolute', cas: '8000-28-0' });
    const oil = resolveMaterial(catalogue, { ingredient: 'Lavender oil', cas: '8000-28-0' });
    expect(absolute.material.id).not.toBe(oil.material.id);
    expect(resolveMaterial(catalogue, { cas: '8000-28-0' }).warnings).toHaveLength(1);
  });
});

describe('trap 3: citral is geranial + neral', () => {
  it('sums geranial 1.06 and neral 0.79 of rose oil: 5 % at 20 % = 0.0185', () => {
    expect(row(judge([['Rose oil', 5]]), 'IFRA_STD_021')?.total_pct).toBeCloseTo(0.0185, 10);
  });

  it('counts grapefruit once where Annex I names citral 0.1 and geranial 0.06 + neral 0.04: 10 % at 20 % = 0.002', () => {
    expect(row(judge([['Grapefruit oil expressed', 10]]), 'IFRA_STD_021')?.total_pct).toBeCloseTo(0.002, 10);
  });

  it('labels citral once as well', () => {
    const { allergens } = judge([['Grapefruit oil expressed', 10]], { market: 'kr' });
    expect(allergens.find(({ inci }) => inci === 'Citral')?.pct).toBeCloseTo(0.002, 10);
  });
});

describe('trap 4: an IFRA number is not the law', () => {
  it('bans Lilial and Lyral in the EU although IFRA gives 1.4 and 0.2 %', () => {
    expect(
      judge([
        ['Lilial', 1],
        ['Lyral', 0.5],
      ]).ok,
    ).toBe(true);
    const eu = judge(
      [
        ['Lilial', 1],
        ['Lyral', 0.5],
      ],
      { market: 'eu' },
    );
    expect(eu.results.filter(({ kind }) => kind === 'prohibited').map(({ lines }) => lines[0]?.ingredient)).toEqual([
      'Lilial (p-BMHCA)',
      'Lyral (HICC)',
    ]);
  });

  it('bans Lyral in Korea, where Lilial has 0.14 %: 1 % at 20 % = 0.2 fails', () => {
    const kr = judge(
      [
        ['Lilial', 1],
        ['Lyral', 0.5],
      ],
      { market: 'kr' },
    );
    expect(kr.results.find(({ source, kind }) => source === 'kr' && kind === 'prohibited')?.lines[0]?.ingredient).toBe('Lyral (HICC)');
    expect(kr.results.find(({ source, limit_pct }) => source === 'kr' && limit_pct === 0.14)).toMatchObject({ total_pct: 0.2, ok: false });
  });

  it('caps isoeugenol at 0.02 % in the EU: 0.2 % at 20 % = 0.04 passes IFRA 0.11 and fails the EU', () => {
    expect(judge([['Isoeugenol', 0.2]]).ok).toBe(true);
    expect(failing(judge([['Isoeugenol', 0.2]], { market: 'eu' }))).toEqual(['EU 1223/2009 Annex III: Isoeugenol']);
  });

  it('caps hydroxycitronellal at 1.0 % in the EU: 6 % at 20 % = 1.2 passes IFRA 2.1', () => {
    expect(judge([['Hydroxycitronellal', 6]]).ok).toBe(true);
    expect(judge([['Hydroxycitronellal', 6]], { market: 'eu' }).ok).toBe(false);
  });

  it('caps each rose ketone at 0.02 % in the EU and Korea, IFRA their sum at 0.043', () => {
    // 0.09 % + 0.09 % at 20 % = 0.018 each, 0.036 together: passes everywhere; 0.12 % = 0.024 fails EU and Korea only.
    for (const market of ['ifra', 'eu', 'kr', 'all'] as const) {
      expect(
        judge(
          [
            ['alpha-Damascone', 0.09],
            ['beta-Damascone', 0.09],
          ],
          { market },
        ).ok,
      ).toBe(true);
    }
    expect(judge([['alpha-Damascone', 0.12]]).ok).toBe(true);
    expect(judge([['alpha-Damascone', 0.12]], { market: 'eu' }).ok).toBe(false);
    expect(judge([['alpha-Damascone', 0.12]], { market: 'kr' }).ok).toBe(false);
    // 0.12 + 0.12 → 0.048 > 0.043
    expect(
      failing(
        judge([
          ['alpha-Damascone', 0.12],
          ['beta-Damascone', 0.12],
        ]),
      ),
    ).toEqual(['Rose ketones']);
  });
});

describe('trap 5: bergapten-free grades follow another rule', () => {
  it('holds bergamot FCF to bergapten, not to the oil limit: 30 % at 20 % = 6 % of the product, 0.001 % of it = 0.00006 of 0.0015', () => {
    const fcf = judge([['Bergamot oil FCF', 30]]);
    expect(row(fcf, 'IFRA_STD_087')).toBeUndefined();
    expect(row(fcf, 'phototoxic_citrus_ratio')).toBeUndefined();
    expect(row(fcf, 'IFRA_STD_089')).toMatchObject({ limit_pct: 0.0015, ok: true });
    expect(row(fcf, 'IFRA_STD_089')?.total_pct).toBeCloseTo(0.00006, 12);
    expect(row(judge([['Bergamot oil expressed', 30]]), 'IFRA_STD_087')).toMatchObject({ total_pct: 6, limit_pct: 0.4, ok: false });
  });

  it('keeps phototoxic limits out of rinse-off: bergamot 100 % at 1 % in category 9', () => {
    const wash = judge([['Bergamot oil expressed', 100]], { category: '9', dosePct: 1 });
    expect(row(wash, 'IFRA_STD_087')).toMatchObject({ limit_pct: null, ratio: 0, ok: true });
    expect(row(wash, 'phototoxic_citrus_ratio')).toBeUndefined();
  });
});

describe('trap 6: what the cells of the IFRA table say', () => {
  it('reads each kind of cell, and refuses what it does not know', () => {
    expect(parseIfraCell('0.6', 'RESTRICTION')).toEqual({ kind: 'limit', pct: 0.6 });
    expect(parseIfraCell('NR', 'RESTRICTION')).toEqual({ kind: 'no_restriction' });
    expect(parseIfraCell('SEE_NOTE', 'PROHIBITION_RESTRICTION')).toEqual({ kind: 'see_note' });
    expect(parseIfraCell('0.0015 (5-MOP)', 'RESTRICTION')).toEqual({ kind: 'marker_limit', marker: '5-MOP', pct: 0.0015 });
    expect(parseIfraCell('PROHIBITED', 'RESTRICTION_PROHIBITION')).toEqual({ kind: 'prohibited' });
    expect(parseIfraCell('', 'PROHIBITION')).toEqual({ kind: 'prohibited' });
    expect(parseIfraCell('', 'SPECIFICATION')).toEqual({ kind: 'specification' });
    for (const cell of ['', '0', '-1', '1,5', 'n/a']) expect(parseIfraCell(cell, 'RESTRICTION')).toBeNull();
  });

  it('prohibits musk ambrette (empty cells of a PROHIBITION) in every category', () => {
    const result = judge([['83-66-9', 1]], { category: 'all' });
    expect(result.categories?.every(({ ok, max_dose_pct }) => !ok && max_dose_pct === 0)).toBe(true);
  });

  it('prohibits Lilial in categories 1 and 6 (cells PROHIBITED) and limits it elsewhere', () => {
    const result = judge([['Lilial', 0.01]], { category: 'all', dosePct: 1 });
    const banned = result.categories?.filter(({ max_dose_pct }) => max_dose_pct === 0).map(({ category }) => category);
    expect(banned).toEqual(['1', '6']);
  });

  it('allows safrole from nutmeg up to 0.01 % and prohibits it as such (SEE_NOTE)', () => {
    const asSuch = row(judge([['94-59-7', 0.01]]), 'IFRA_STD_179');
    expect(asSuch).toMatchObject({ kind: 'prohibited', ok: false });
    const nutmeg = catalogue.materials.find(({ id }) => id === 'nutmeg-oil');
    const safrolePct = nutmeg?.annexConstituents.find(({ cas }) => cas === '94-59-7')?.pct ?? 0;
    expect(safrolePct).toBeGreaterThan(0);
    const natural = row(judge([['Nutmeg oil', 2]]), 'IFRA_STD_179');
    expect(natural).toMatchObject({ kind: 'limit', limit_pct: 0.01 });
    expect(natural?.total_pct).toBeCloseTo((2 * 0.2 * safrolePct) / 100, 10);
  });

  it('prohibits Tagetes erecta and limits Tagetes patula to 0.01 %', () => {
    expect(row(judge([['90131-43-4', 1]]), 'IFRA_STD_097')).toMatchObject({ kind: 'prohibited' });
    expect(row(judge([['91722-29-1', 1]]), 'IFRA_STD_097')).toMatchObject({ kind: 'limit', limit_pct: 0.01, total_pct: 0.2 });
  });

  it('allows the rectified birch tar of the catalogue to specification and says so', () => {
    const result = judge([['Birch tar oil rectified', 0.1]]);
    expect(row(result, 'IFRA_STD_114')).toMatchObject({ kind: 'specification', ok: true });
    expect(result.warnings.some((text) => text.includes('rectified grade only'))).toBe(true);
  });

  it('shows NR without a limit: citral in category 12', () => {
    expect(row(judge([['Citral', 50]], { category: '12' }), 'IFRA_STD_021')).toMatchObject({ limit_pct: null, ratio: 0, ok: true });
  });
});

describe('trap 7: Schiff bases count as their aldehyde', () => {
  it('counts aurantiol as 56.4 % hydroxycitronellal: 10 % at 20 % = 1.128 of 2.1, and above the 1.0 of the EU', () => {
    const result = judge([['Aurantiol', 10]], { market: 'eu' });
    expect(row(result, 'IFRA_STD_043')).toMatchObject({ total_pct: 1.128, limit_pct: 2.1, ok: true });
    expect(failing(result)).toEqual(['EU 1223/2009 Annex III: Hydroxycitronellal']);
    expect(result.allergens.find(({ inci }) => inci === 'Hydroxycitronellal')).toMatchObject({ declare: true, pct: 1.128 });
  });

  it('adds it to what is there: aurantiol 10 % and hydroxycitronellal 6 % at 20 % = 1.128 + 1.2 = 2.328 > 2.1', () => {
    expect(
      row(
        judge([
          ['Aurantiol', 10],
          ['Hydroxycitronellal', 6],
        ]),
        'IFRA_STD_043',
      ),
    ).toMatchObject({ total_pct: 2.328, ok: false });
  });
});

describe('trap 9: two UNIFAC subgroups are called CHO in older texts', () => {
  it('refuses to load a name twice', () => {
    const { subgroups, interactions } = catalogue.odour;
    const clash = subgroups.map((subgroup) => (subgroup.name === 'CH-O' ? { ...subgroup, name: 'CHO' } : subgroup));
    expect(() => unifacParameters({ subgroups: clash, interactions })).toThrow(/CHO/);
    const { subgroups: loaded } = unifacParameters({ subgroups, interactions });
    expect(loaded.get('CHO')?.mainGroupId).toBe(10);
    expect(loaded.get('CH-O')?.mainGroupId).toBe(13);
  });
});

describe('trap 8: no standard is not safe', () => {
  it('lists a material without a standard as unchecked, beside an ok that has no failing row', () => {
    const result = judge([['Hedione', 100]]);
    expect(result.ok).toBe(true);
    expect(result.unchecked.map(({ ingredient }) => ingredient)).toEqual(['Hedione (methyl dihydrojasmonate)']);
  });

  it('lists a natural that Annex I does not know, and shows the quality flag of the four doubtful rows', () => {
    expect(judge([['Patchouli oil', 10]]).unchecked[0]?.reason).toContain('Annex I');
    const flagged = catalogue.regulation.standards.filter(({ qualityFlag }) => qualityFlag !== null);
    expect(flagged).toHaveLength(4);
    for (const { cas, id } of flagged) expect(row(judge([[cas[0] ?? '', 0.1]]), id)?.text).toContain('확인');
  });
});

describe('the table handed over', () => {
  it('loads 263 standards with no cell lost: numbers, NR, notes, prohibitions and purity rules', () => {
    const { standards } = catalogue.regulation;
    expect(standards).toHaveLength(263);
    const count: Record<string, number> = {};
    for (const { cells } of standards)
      for (const category of IFRA_CATEGORIES) count[cells[category]?.kind ?? 'lost'] = (count[cells[category]?.kind ?? 'lost'] ?? 0) + 1;
    expect(count).toEqual(CELLS);
    expect(Object.values(CELLS).reduce((sum, n) => sum + n, 0)).toBe(263 * 18);
  });
});

/** Counted in the table itself, cell by cell, with a script that knows nothing of the parser. */
const CELLS: Record<string, number> = {
  limit: 2899,
  no_restriction: 182,
  prohibited: 1370,
  marker_limit: 13,
  see_note: 90,
  specification: 180,
};
