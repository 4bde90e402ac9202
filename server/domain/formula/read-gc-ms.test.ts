import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { constituentsByKey } from '../ingredient/catalogue.ts';
import { nonNegativeLeastSquares } from './non-negative-least-squares.ts';
import { readGcMs } from './read-gc-ms.ts';

const catalogue = readSeedCatalogue();

/** The peaks that a mixture would give if every oil had its typical composition. */
function peaksOf(mixture: Record<string, number>) {
  const peaks = new Map<string, number>();
  const add = (name: string, pct: number): void => void peaks.set(name, (peaks.get(name) ?? 0) + pct);
  for (const [id, pct] of Object.entries(mixture)) {
    const material = catalogue.materials.find((one) => one.id === id) ?? expect.fail(`no ${id}`);
    if (material.majorConstituents.length === 0) add(material.name, pct);
    for (const part of material.majorConstituents)
      add(constituentsByKey(catalogue).get(part.constituent)?.name ?? '', (pct * part.pct) / 100);
  }
  return [...peaks].map(([name, areaPct]) => ({ name, areaPct }));
}

describe('GC-MS peaks to materials', () => {
  it('finds lavender, bergamot and patchouli oils beside Iso E Super in their mixture', () => {
    const { lines, residual, unknown } = readGcMs(
      catalogue,
      peaksOf({ 'lavender-oil': 30, 'patchouli-oil': 20, 'bergamot-oil-expressed': 25, 'iso-e-super': 25 }),
    );
    const found = new Map(lines.map(({ materialId, pct }) => [materialId, pct]));
    expect(found.get('lavender-oil')).toBeCloseTo(30, 0);
    expect(found.get('patchouli-oil')).toBeCloseTo(20, 0);
    expect(found.get('bergamot-oil-expressed')).toBeCloseTo(25, 0);
    expect(found.get('iso-e-super')).toBeCloseTo(25, 0);
    expect(residual).toBeLessThan(0.01);
    expect(unknown).toEqual([]);
  });

  it('returns a peak that nothing explains as it came', () => {
    const strange = { name: 'squalane impurity 7', areaPct: 3 };
    expect(readGcMs(catalogue, [...peaksOf({ 'iso-e-super': 97 }), strange]).unknown).toEqual([strange]);
  });
});

describe('non-negative least squares', () => {
  it('clips what would be negative: A = [[1,1],[0,1]], b = [0,1] has the answer [0, 0.5]', () => {
    // Unconstrained x = [−1, 1]; with x1 = 0: min (x2)² + (x2 − 1)² → x2 = 0.5.
    const { x, residual } = nonNegativeLeastSquares([Float64Array.of(1, 0), Float64Array.of(1, 1)], Float64Array.of(0, 1));
    expect(x[0]).toBe(0);
    expect(x[1]).toBeCloseTo(0.5, 12);
    expect(Math.hypot(...residual)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('meets the Kuhn–Tucker conditions on random problems: no column could still help, none that helps is at 0', () => {
    const problem = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 10 })).chain(([rows, columns]) =>
      fc.tuple(
        fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }), {
          minLength: columns,
          maxLength: columns,
        }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }),
      ),
    );
    fc.assert(
      fc.property(problem, ([columns, b]) => {
        const { x, residual } = nonNegativeLeastSquares(
          columns.map((column) => Float64Array.from(column)),
          Float64Array.from(b),
        );
        for (const [j, column] of columns.entries()) {
          const slope = column.reduce((sum, value, i) => sum + value * (residual[i] as number), 0);
          expect(x[j]).toBeGreaterThanOrEqual(0);
          expect(slope).toBeLessThan(1e-6);
          if ((x[j] as number) > 1e-6) expect(Math.abs(slope)).toBeLessThan(1e-5);
        }
      }),
    );
  });
});
