import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { describeOdour } from '../odour/formula-odour.ts';
import { odourLikeness } from '../odour/odour-likeness.ts';
import { labelledContent } from '../regulation/restricted-content.ts';
import { diffFormulas, diffLines } from './diff-formulas.ts';
import { sheetRemarks } from './sheet-remarks.ts';
import { type SubstitutionRequest, substitute } from './substitute.ts';

const catalogue = readSeedCatalogue();
const materialOf = (id: string) => catalogue.materials.find((material) => material.id === id) ?? expect.fail(`no ${id}`);

const MUGUET: SubstitutionRequest['lines'] = [
  { materialId: 'lilial-p-bmhca', pct: 10 },
  { materialId: 'hedione', pct: 35 },
  { materialId: 'linalool', pct: 20 },
  { materialId: 'phenethyl-alcohol', pct: 15 },
  { materialId: 'citral', pct: 1 },
  { materialId: 'castoreum-absolute', pct: 1 },
  { materialId: 'dipropylene-glycol-dpg', pct: 18 },
];
const request = {
  lines: MUGUET,
  product: 'fine_fragrance',
  category: '4',
  dosePct: 10,
  market: 'eu',
  surface: 'skin',
  prices: { krwPerUsd: 1400 },
} as const;

describe('substitution by reason', () => {
  it('replaces banned Lilial by other lily of the valley, legally, and keeps the smell', () => {
    const proposals = substitute(catalogue, { ...request, targetId: 'lilial-p-bmhca', reason: 'banned' });
    expect(proposals.length).toBeGreaterThanOrEqual(3);
    const muguet = proposals.filter(({ replacements }) =>
      replacements.some(({ materialId }) => materialOf(materialId).odourKo?.includes('은방울꽃')),
    );
    expect(muguet.length).toBeGreaterThanOrEqual(3);
    for (const { ok, lines, likeness } of proposals) {
      expect(ok).toBe(true);
      expect(likeness).toBeGreaterThan(0.6);
      expect(lines.some(({ materialId }) => materialId === 'lilial-p-bmhca')).toBe(false);
      expect(lines.reduce((sum, { pct }) => sum + pct, 0)).toBeCloseTo(100, 8);
    }
  });

  it('replaces citral by materials that hold no listed allergen', () => {
    const listed = new Set([...catalogue.regulation.euAllergens, ...catalogue.regulation.krAllergens].flatMap(({ cas }) => cas));
    const proposals = substitute(catalogue, { ...request, targetId: 'citral', reason: 'allergen' });
    expect(proposals.length).toBeGreaterThan(0);
    for (const { replacements } of proposals) {
      for (const { materialId } of replacements)
        expect(labelledContent(catalogue, materialOf(materialId)).some(({ cas }) => listed.has(cas))).toBe(false);
    }
  });

  it('stays on the shelf', () => {
    const shelf = ['mayol', 'majantol', 'silvial'];
    const proposals = substitute(catalogue, { ...request, targetId: 'lilial-p-bmhca', reason: 'stock', shelf });
    expect(proposals.length).toBeGreaterThan(0);
    for (const { replacements } of proposals) for (const { materialId } of replacements) expect(shelf).toContain(materialId);
  });

  it('goes cheaper', () => {
    const price = (id: string) => ((materialOf(id).priceUsdKgLow ?? 0) + (materialOf(id).priceUsdKgHigh ?? 0)) / 2;
    const proposals = substitute(catalogue, { ...request, targetId: 'hedione', reason: 'cost' });
    expect(proposals.length).toBeGreaterThan(0);
    for (const { replacements } of proposals)
      for (const { materialId } of replacements) expect(price(materialId)).toBeLessThan(price('hedione'));
  });

  it('goes vegan', () => {
    const proposals = substitute(catalogue, { ...request, targetId: 'castoreum-absolute', reason: 'vegan' });
    expect(proposals.length).toBeGreaterThan(0);
    for (const { replacements } of proposals) for (const { materialId } of replacements) expect(materialOf(materialId).vegan).toBe(true);
  });

  it('refuses a target that is no line, and stock without a shelf', () => {
    expect(() => substitute(catalogue, { ...request, targetId: 'skatole', reason: 'banned' })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
    expect(() => substitute(catalogue, { ...request, targetId: 'citral', reason: 'stock' })).toThrow(
      expect.objectContaining({ code: 'bad_input' }),
    );
  });
});

describe('diff of two formulas', () => {
  const after = MUGUET.map((line) => (line.materialId === 'linalool' ? { ...line, pct: 15 } : line)).concat({
    materialId: 'd-limonene',
    pct: 5,
  });

  it('lists what changed in %, largest first', () => {
    expect(diffLines(catalogue, MUGUET, after).map(({ materialId, deltaPct, change }) => [materialId, deltaPct, change])).toEqual([
      ['linalool', -5, 'lowered'],
      ['d-limonene', 5, 'added'],
    ]);
  });

  it('shows what that does to the smell: more citrus at the start', () => {
    const { odour, distancePct } = diffFormulas(catalogue, MUGUET, after, request);
    expect(distancePct).toBe(10);
    expect(odour.curve[0]?.families.citrus).toBeGreaterThan(0);
  });

  it('finds a formula to be like itself and unlike another', () => {
    const odour = describeOdour(catalogue, request);
    const wood = describeOdour(catalogue, { ...request, lines: [{ materialId: 'patchouli-oil', pct: 100 }] });
    expect(odourLikeness(odour, odour)).toBeCloseTo(1, 10);
    expect(odourLikeness(odour, wood)).toBeLessThan(0.3);
  });
});

describe('remarks on a sheet', () => {
  const kinds = (lines: SubstitutionRequest['lines']) => sheetRemarks(catalogue, lines).map(({ kind }) => kind);

  it('speaks of the sum, the status, solids without solvent, colour, oxidation and animal origin', () => {
    const lines = [
      { materialId: 'lilial-p-bmhca', pct: 5 },
      { materialId: 'vanillin', pct: 3 },
      { materialId: 'd-limonene', pct: 20 },
      { materialId: 'castoreum-absolute', pct: 1 },
    ];
    expect(kinds(lines)).toEqual(
      expect.arrayContaining(['sum', 'line_count', 'status', 'use_range', 'solid', 'colours', 'oxidises', 'not_vegan']),
    );
    expect(kinds([...lines, { materialId: 'dipropylene-glycol-dpg', pct: 71 }])).not.toContain('solid');
  });

  it('warns of Schiff bases only when an amine meets an aldehyde', () => {
    const anthranilate = { materialId: 'methyl-anthranilate', pct: 1 };
    const aldehyde = { materialId: 'hydroxycitronellal', pct: 5 };
    expect(kinds([anthranilate])).not.toContain('schiff_base');
    expect(kinds([aldehyde])).not.toContain('schiff_base');
    expect(kinds([anthranilate, aldehyde])).toContain('schiff_base');
  });
});
