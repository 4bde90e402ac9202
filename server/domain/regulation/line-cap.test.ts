import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { checkFormula } from './check.ts';
import { lineCaps } from './line-cap.ts';

const catalogue = readSeedCatalogue();
const judged = { market: 'ifra', category: '4', dosePct: 20 } as const;

describe('live cap of a line', () => {
  it('is the limit minus what others bring: citral beside lemongrass oil', () => {
    // Lemongrass oil holds geranial 41.42 + neral 30.54 = 71.96 % citral: 2 % at 20 % brings 0.28784 of 0.6.
    // Citral may then be (0.6 − 0.28784)/0.2 = 1.5608 % of the concentrate.
    const [citral, lemongrass] = lineCaps(
      catalogue,
      [
        { materialId: 'citral', pct: 1 },
        { materialId: 'lemongrass-oil', pct: 2 },
      ],
      judged,
    );
    expect(citral).toMatchObject({ capPct: 1.5608, bindingStandard: 'Citral' });
    expect(citral?.roomPct).toBeCloseTo(0.5608, 10);
    // Other way round: (0.6 − 0.2)/(0.2 × 0.7196) = 2.7793 %.
    expect(lemongrass?.capPct).toBe(2.7793);
  });

  it('is 0 for a prohibited line, and 100 where no rule binds', () => {
    const [musk, hedione] = lineCaps(
      catalogue,
      [
        { materialId: 'cas-83-66-9', pct: 1 },
        { materialId: 'hedione', pct: 50 },
      ],
      judged,
    );
    expect(musk?.capPct).toBe(0);
    expect(hedione).toMatchObject({ capPct: 100, bindingStandard: null });
  });

  it('is right to 4 digits: at the cap a legal formula passes, a little above it fails', () => {
    const pool = catalogue.materials.filter(({ useMaxPct, kind }) => useMaxPct > 0 && kind !== 'solvent');
    const formula = fc.array(fc.tuple(fc.nat({ max: pool.length - 1 }), fc.double({ min: 0.01, max: 2, noNaN: true })), {
      minLength: 2,
      maxLength: 12,
    });
    let bound = 0;
    fc.assert(
      fc.property(formula, (picks) => {
        const lines = [...new Map(picks)].map(([i, pct]) => ({ materialId: pool[i]?.id ?? '', pct }));
        fc.pre(checkFormula(catalogue, { ...judged, lines }).ok);
        for (const [i, cap] of lineCaps(catalogue, lines, judged).entries()) {
          const at = (pct: number) =>
            checkFormula(catalogue, { ...judged, lines: lines.map((line, j) => (j === i ? { ...line, pct } : line)) }).ok;
          if (cap.bindingStandard === null || cap.capPct > 70) continue;
          bound++;
          expect(at(cap.capPct)).toBe(true);
          expect(at(cap.capPct + 2e-4)).toBe(false);
        }
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(bound).toBeGreaterThan(30);
  });
});
