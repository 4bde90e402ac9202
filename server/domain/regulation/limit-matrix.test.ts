import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { IFRA_CATEGORIES, MARKETS } from './category.ts';
import { checkFormula } from './check.ts';
import { limitMatrix } from './limit-matrix.ts';

const catalogue = readSeedCatalogue();
const ids = catalogue.materials.map(({ id }) => id);

/** 3–25 lines of 335 materials that sum to 100 %, small shares as likely as large ones. */
const formula = fc
  .array(fc.tuple(fc.nat({ max: ids.length - 1 }), fc.double({ min: -3, max: 2, noNaN: true })), { minLength: 3, maxLength: 25 })
  .map((picks) => {
    const weights = new Map(picks.map(([i, exponent]) => [i, 10 ** exponent]));
    const total = [...weights.values()].reduce((sum, w) => sum + w, 0);
    return [...weights].map(([i, w]) => ({ i, pct: (100 * w) / total }));
  });

describe('limit matrix', () => {
  it('agrees with the independent check on random formulas, categories, markets and doses', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        formula,
        fc.constantFrom(...IFRA_CATEGORIES),
        fc.constantFrom(...MARKETS),
        fc.double({ min: 0.01, max: 40, noNaN: true }),
        (lines, category, market, dosePct) => {
          const matrix = limitMatrix(catalogue, { materialIds: ids, category, dosePct, market });
          const x = new Float64Array(ids.length);
          for (const { i, pct } of lines) x[i] = pct;
          const ratios = matrix.rows.map((row) => row.indices.reduce((sum, i, j) => sum + (row.ratioPerPct[j] ?? 0) * (x[i] ?? 0), 0));
          const worst = Math.max(0, ...ratios);
          fc.pre(Math.abs(worst - 1) > 1e-6);
          const legal = worst <= 1 && lines.every(({ i }) => !matrix.prohibited[i]);
          const judged = checkFormula(catalogue, {
            market,
            category,
            dosePct,
            lines: lines.map(({ i, pct }) => ({ materialId: ids[i] ?? '', pct })),
          });
          expect(legal).toBe(judged.ok);
          if (legal) passed++;
        },
      ),
      { numRuns: 400, seed: 51 },
    );
    expect(passed).toBeGreaterThan(40);
  });

  it('caps a material alone at its limit: citral at 18 % in category 4 may be 0.6/0.18 = 3.3333 % of the concentrate', () => {
    const matrix = limitMatrix(catalogue, { materialIds: ['citral', 'lyral-hicc'], category: '4', dosePct: 18, market: 'eu' });
    expect(matrix.capsPct[0]).toBeCloseTo(0.6 / 0.18, 10);
    expect(matrix.capsPct[1]).toBe(0);
    expect(matrix.prohibited).toEqual([false, true]);
  });
});
