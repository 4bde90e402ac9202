import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { costKrwPerBottle, costKrwPerKg } from './cost.ts';
import { roundToStep } from './round-to-step.ts';
import { batchGrams, gramsOfDrops, proposeStrength, rescaleAfterOverpour, weighingSheet } from './weighing-sheet.ts';

const catalogue = readSeedCatalogue();
const materialNamed = (id: string) => catalogue.materials.find((material) => material.id === id) ?? expect.fail(`no ${id}`);

describe('rounding to the scale', () => {
  it('keeps the sum: three thirds of 1.00 g are 0.34 + 0.33 + 0.33', () => {
    expect(roundToStep([1, 1, 1], 0.01, 1)).toEqual([0.34, 0.33, 0.33]);
  });

  it('keeps the sum and stays within one step for any amounts', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 }), (amounts) => {
        const rounded = roundToStep(amounts, 0.01, 100);
        const sum = amounts.reduce((a, b) => a + b, 0);
        expect(rounded.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 8);
        for (const [i, value] of rounded.entries()) expect(Math.abs(value - ((amounts[i] ?? 0) / sum) * 100)).toBeLessThan(0.0100001);
      }),
    );
  });
});

describe('weighing sheet', () => {
  it('shows neat and as-dosed grams and proposes a dilution for a potent line', () => {
    // 10 g: beta-damascone 0.05 % = 5 mg neat; at 10 % 0.05 g is below ten steps, at 1 % 0.5 g is not.
    const sheet = weighingSheet(catalogue, {
      lines: [
        { materialId: 'hedione', pct: 99.95 },
        { materialId: 'beta-damascone', pct: 0.05 },
      ],
      concentrateG: 10,
    });
    const [, damascone] = sheet.lines;
    expect(damascone?.neatG).toBeCloseTo(0.005, 12);
    expect(damascone).toMatchObject({ strength: 0.01, solventId: 'dipropylene-glycol-dpg', weighG: 0.5, tooSmall: false });
    expect(damascone?.actualPct).toBeCloseTo(0.05, 10);
    expect(sheet.dilutionSolventG).toBeCloseTo(0.495, 10);
  });

  it("takes the solvent of dilutions out of the formula's own line of it", () => {
    const sheet = weighingSheet(catalogue, {
      lines: [
        { materialId: 'hedione', pct: 80 },
        { materialId: 'dipropylene-glycol-dpg', pct: 19 },
        { materialId: 'cis-3-hexenol', pct: 1, strength: 0.1 },
      ],
      concentrateG: 10,
    });
    // hexenol 0.1 g neat is 1.0 g of a 10 % dilution, which brings 0.9 g DPG: 1.9 − 0.9 = 1.0 g remain to weigh.
    expect(sheet.lines.map(({ weighG }) => weighG)).toEqual([8, 1, 1]);
    expect(sheet.takenFromOwnSolventG).toBeCloseTo(0.9, 10);
    expect(sheet.lines[1]?.actualPct).toBeCloseTo(19, 10);
  });

  it('never proposes a potent material neat, and proposes the strongest stock that weighs to 5 %', () => {
    expect(proposeStrength(materialNamed('geosmin'), 5)).toBe(0.1);
    expect(proposeStrength(materialNamed('geosmin'), 0.0005)).toBe(0.001);
    expect(proposeStrength(materialNamed('hedione'), 5)).toBe(1);
    expect(proposeStrength(materialNamed('hedione'), 0.02)).toBe(0.1);
    expect(proposeStrength(materialNamed('ethanol'), 0.001)).toBe(1);
  });

  it('scales a bottle: 50 ml at 0.81 g/ml and 18 % are 7.29 g of concentrate', () => {
    const { productG, concentrateG, carrierG } = batchGrams({ ml: 50, dosePct: 18 });
    expect(productG).toBeCloseTo(40.5, 10);
    expect(concentrateG).toBeCloseTo(7.29, 10);
    expect(carrierG).toBeCloseTo(33.21, 10);
  });

  it('rescales the rest after an over-pour: 1.2 g poured of 1.0 g asks 20 % more of everything', () => {
    expect(rescaleAfterOverpour([1, 2, 3], [1.2, null, null]).map((g) => Number(g.toFixed(9)))).toEqual([1.2, 2.4, 3.6]);
    expect(rescaleAfterOverpour([1, 2], [0.5, null])).toEqual([1, 2]);
  });

  it('takes drops as input with the weight of a drop', () => {
    expect(gramsOfDrops(12, 0.025)).toBeCloseTo(0.3, 12);
  });
});

describe('cost', () => {
  it('takes the middle of the band × won per dollar, and the own price first', () => {
    // d-limonene 5–15 USD → 10 × 1400 = 14 000 KRW/kg; own price of citral 30 000: half and half = 22 000.
    const lines = [
      { materialId: 'd-limonene', pct: 50 },
      { materialId: 'citral', pct: 50 },
    ];
    expect(costKrwPerKg(catalogue, lines, { krwPerUsd: 1400, ownPrices: { citral: 30_000 } })).toEqual({
      value: 22_000,
      missing: [],
      basis: 'mixed',
    });
  });

  it('names what has no price instead of counting it as free, and says no data when nothing has one', () => {
    const unpriced = { ...materialNamed('citral'), priceUsdKgLow: null, priceUsdKgHigh: null };
    const poor = { ...catalogue, materials: [unpriced, materialNamed('d-limonene')] };
    expect(
      costKrwPerKg(
        poor,
        [
          { materialId: 'citral', pct: 50 },
          { materialId: 'd-limonene', pct: 50 },
        ],
        { krwPerUsd: 1400 },
      ),
    ).toEqual({
      value: 7000,
      missing: ['Citral'],
      basis: 'band',
    });
    expect(costKrwPerKg(poor, [{ materialId: 'citral', pct: 100 }], { krwPerUsd: 1400 }).value).toBeNull();
  });

  it('costs a bottle: 100 000 KRW/kg, 50 ml, 18 %, 0.81 g/ml → 7.29 g → 729 KRW', () => {
    expect(costKrwPerBottle(100_000, { ml: 50, dosePct: 18, densityGMl: 0.81 })).toBeCloseTo(729, 9);
  });
});
