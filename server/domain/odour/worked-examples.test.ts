import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { FAMILIES } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import { FAR_DILUTION, GAS_CONSTANT, MASS_TRANSFER_M_S, ROOM_K, SPRAY_AREA_M2 } from './constants.ts';
import { describeOdour, FormulaOdour } from './formula-odour.ts';
import { partsOf } from './liquid.ts';
import { buildLoopTable, type OdourLoopTable } from './loop-table.ts';
import { MixtureOdour, odourOfMixture } from './mixture-odour.ts';
import { MixtureRequest } from './mixture-request.ts';
import { measuredIntensity, measuredThresholdNgL, stevensIntensity, vectorModel } from './perception.ts';
import { fromUseLevel, restOf } from './substance.ts';
import { grainVapourPressurePa, noteOfVapourPressure, vapourPressureAt } from './vapour-pressure.ts';

/** The examples of docs/science.md, section by section. */
const catalogue = readSeedCatalogue();
const material = (id: string) => catalogue.materials.find((one) => one.id === id) ?? expect.fail(`no ${id}`);
const ask = (request: unknown) => odourOfMixture(catalogue, MixtureRequest.parse(request));
const linaloolInEthanol = ask({
  lines: [
    { ingredient: 'linalool', pct: 10 },
    { ingredient: 'ethanol', pct: 90 },
  ],
});
const linalool = linaloolInEthanol.components.find(({ cas }) => cas === '78-70-6') ?? expect.fail('no linalool');

describe('section 1: molecules', () => {
  it('linalool 10 % in ethanol by mass is x = 0.032120', () => {
    expect(linalool.x).toBeCloseTo(10 / 154.25 / (10 / 154.25 + 90 / 46.07), 12);
    expect(linalool.x).toBeCloseTo(0.03212, 5);
  });

  it('takes a natural apart completely, traces too, with a pseudo-component for the rest', () => {
    const parts = partsOf(catalogue, material('lemon-oil-expressed'));
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(parts.find(({ substance }) => substance.name === 'bergapten')?.share).toBeCloseTo(0.00003, 12);
    // 100 − 95.453 % explained
    expect(parts.find(({ substance }) => substance.key === 'rest:lemon-oil-expressed')?.share).toBeCloseTo(0.04547, 8);
  });

  it('gives a natural of which less than half is explained a heavy rest, others the median of their family', () => {
    expect(restOf(catalogue, material('tobacco-absolute'), 16.95)).toMatchObject({ molarMass: 320, psatPa: 1e-4 });
    expect(restOf(catalogue, material('lemon-oil-expressed'), 95.45).psatPa).toBeGreaterThan(1);
  });
});

describe('section 2: vapour pressure', () => {
  it('linalool 21.33 Pa is 31.05 Pa on skin', () => {
    expect(88 * 471.15).toBeCloseTo(41_461, 0);
    expect(vapourPressureAt(21.33, 198, 305)).toBeCloseTo(31.05, 2);
    expect(vapourPressureAt(21.33, 198, 298.15)).toBe(21.33);
  });

  it('modified Grain gives 7.65 Pa for a boiling point of 235 °C', () => {
    expect(grainVapourPressurePa(235)).toBeCloseTo(7.65, 2);
  });

  it('uses the subcooled liquid of a solid, and never the boiling point of a crystal', () => {
    const [vanillin] = partsOf(catalogue, material('vanillin'));
    expect(vanillin?.substance.psatPa).toBe(0.0576);
    const [unknown] = partsOf(catalogue, { ...material('vanillin'), vapourPressureLiquidPa: null });
    expect(unknown?.substance.psatPa).toBeNull();
  });
});

describe('sections 3 and 4: activity, headspace, odour value', () => {
  it('linalool: γ 1.854, 1.2705 Pa, 0.07906 g/m³, OV 13 560', () => {
    expect(linalool.gamma).toBeCloseTo(1.854, 3);
    expect(linalool.partial_pa).toBeCloseTo(1.2705, 4);
    expect(linalool.gas_g_m3).toBeCloseTo((1.2705 * 154.25) / (GAS_CONSTANT * ROOM_K), 5);
    expect(linalool.odour_value).toBeCloseTo(13_560, 0);
  });
});

describe('section 5: intensity', () => {
  it('linalool: threshold 5.834 ng/L, 23.76 at 1000 ng/L, 47.72 above the mixture', () => {
    const curve = { max: 50.63, c: 0.08, d: 0.65 };
    expect(measuredThresholdNgL(curve)).toBeCloseTo(5.834, 3);
    expect(measuredIntensity(curve, 1e-3)).toBeCloseTo(23.76, 2);
    expect(linalool.intensity).toBeCloseTo(47.72, 2);
  });

  it('Stevens: OV 1000 is 11.22; the use level of habanolide is a threshold of 5.57 µg/m³', () => {
    expect(stevensIntensity(1000)).toBeCloseTo(11.22, 2);
    const { thresholdGM3 } = fromUseLevel(material('habanolide'), 238.37, 0.0898);
    expect((thresholdGM3 ?? 0) * 1e6).toBeCloseTo(5.57, 2);
  });
});

describe('section 6: mixtures', () => {
  it('two parts of 10 at a right angle are 14.14', () => expect(vectorModel([10, 10], 0)).toBeCloseTo(14.14, 2));
});

describe('section 7: evaporation', () => {
  it('40 mg of ethanol last 98.7 s', () => {
    const rate = (MASS_TRANSFER_M_S * SPRAY_AREA_M2 * 7270) / (GAS_CONSTANT * ROOM_K);
    expect(rate * 1e6).toBeCloseTo(8.798, 3);
    const { curve } = ask({ amounts_mg: { '64-17-5': 40 }, properties: { '64-17-5': { psat_pa: 7270 } }, times_s: [98, 99] });
    expect(0.04 / 46.07 / rate).toBeCloseTo(98.7, 1);
    expect(curve[0]?.remaining_mg['64-17-5']).toBeGreaterThan(0);
    expect(curve[1]?.remaining_mg['64-17-5']).toBeCloseTo(0, 9);
  });
});

describe('section 8: note, longevity, sillage', () => {
  it('classes linalool as a top note and agrees with the labels of 176 of 215 rows', () => {
    expect(noteOfVapourPressure(21.33)).toBe('top');
    const rows = catalogue.materials.flatMap(({ note, vapourPressurePa }) =>
      note && vapourPressurePa ? [[note, noteOfVapourPressure(vapourPressurePa)]] : [],
    );
    expect([rows.filter(([label, computed]) => label === computed).length, rows.length]).toEqual([176, 215]);
  });

  it("dilutes to 0.003 at arm's length", () => expect(FAR_DILUTION).toBeCloseTo(0.003, 12));

  it('finds cologne shorter than the same with woods and musks under it', () => {
    const cologne = [
      { materialId: 'd-limonene', pct: 60 },
      { materialId: 'linalyl-acetate', pct: 40 },
    ];
    const dressed = [
      ...cologne.map((line) => ({ ...line, pct: line.pct / 2 })),
      { materialId: 'iso-e-super', pct: 30 },
      { materialId: 'ambroxan', pct: 20 },
    ];
    const hours = (lines: typeof cologne) =>
      describeOdour(catalogue, { lines, dosePct: 10, product: 'fine_fragrance', surface: 'skin' }).longevity_h.value ?? 0;
    expect(hours(cologne)).toBeGreaterThan(0);
    expect(hours(cologne)).toBeLessThan(6);
    expect(hours(dressed)).toBeGreaterThan(hours(cologne) + 4);
  });
});

describe('section 9: the table of the evolution', () => {
  it('ranks as the exact path does: family profiles and sillage of 30 random formulas', () => {
    const palette = catalogue.materials.filter(({ kind, useMaxPct }) => kind !== 'solvent' && useMaxPct > 0);
    const table = buildLoopTable(catalogue, {
      materialIds: palette.map(({ id }) => id),
      carrier: { dosePct: 18, product: 'fine_fragrance' },
      surface: 'skin',
      timesS: [0, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400],
    });
    const rng = Rng.fromSeed(4);
    const [cosines, inLoop, exact]: [number[], number[], number[]] = [[], [], []];
    for (let k = 0; k < 30; k++) {
      const indices = [...new Set(Array.from({ length: 20 }, () => rng.int(palette.length)))];
      const weights = indices.map(
        (i) => Math.sqrt((palette[i]?.useMinPct ?? 0) * (palette[i]?.useMaxPct ?? 0) + 1e-6) * Math.exp(0.5 * rng.normal()),
      );
      const sum = weights.reduce((a, b) => a + b, 0);
      const pct = weights.map((weight) => (100 * weight) / sum);
      const ranked = fromTable(table, indices, pct);
      const lines = indices.map((i, j) => ({ materialId: palette[i]?.id ?? '', pct: pct[j] ?? 0 }));
      const odour = describeOdour(catalogue, { lines, dosePct: 18, product: 'fine_fragrance', surface: 'skin' });
      expect(FormulaOdour.safeParse(odour).success).toBe(true);
      const shown = FAMILIES.map((family) => odour.families[family] ?? 0);
      const dot = shown.reduce((total, share, f) => total + share * (ranked.families[f] ?? 0), 0);
      cosines.push(dot / (Math.hypot(...shown) * Math.hypot(...ranked.families)));
      inLoop.push(ranked.sillage);
      exact.push(odour.sillage.intensity.value ?? 0);
    }
    expect(cosines.reduce((a, b) => a + b, 0) / cosines.length).toBeGreaterThan(0.9);
    expect(correlation(inLoop, exact)).toBeGreaterThan(0.5);
  });
});

describe('answers of the odour verb', () => {
  it('has the agreed shape, and null instead of 0 where there is no data', () => {
    expect(MixtureOdour.safeParse(linaloolInEthanol).success).toBe(true);
    const mct = ask({
      lines: [
        { ingredient: 'mct-caprylic-capric-triglyceride', pct: 50 },
        { ingredient: 'linalool', pct: 50 },
      ],
    });
    const silent = mct.components.find(({ cas }) => cas === '65381-09-1');
    expect(silent).toMatchObject({ partial_pa: null, gas_g_m3: null, odour_value: null, intensity: null, basis: 'none', confidence: 'D' });
    expect(mct.warnings.some((text) => text.includes('증기압'))).toBe(true);
  });

  it('says where groups are missing, sets γ = 1 and lowers the confidence', () => {
    const { components, warnings } = ask({ mole_fractions: { '470-82-6': 0.5, '64-17-5': 0.5 } });
    const cineole = components.find(({ cas }) => cas === '470-82-6');
    expect(cineole).toMatchObject({ gamma: 1, gamma_basis: 'no_groups' });
    expect(['C', 'D']).toContain(cineole?.confidence);
    expect(warnings.some((text) => text.includes('UNIFAC'))).toBe(true);
  });

  it('refuses what cannot be: sums off, negative shares, a natural as mole fraction, two ways of saying it, unknown CAS', () => {
    const refused = (request: unknown, code: string) => expect(() => ask(request)).toThrow(expect.objectContaining({ code }));
    refused({ mole_fractions: { '64-17-5': 0.4 } }, 'bad_input');
    refused({ mole_fractions: { '64-17-5': -1 } }, 'bad_input');
    refused({ mole_fractions: { '8000-28-0': 1 } }, 'bad_input');
    refused({ mole_fractions: { '8008-26-2': 1 } }, 'ambiguous_ingredient');
    refused({ mole_fractions: { '64-17-5': 1 }, lines: [{ ingredient: 'ethanol', pct: 100 }] }, 'bad_input');
    refused({ mole_fractions: { '64-17-5': 1 }, amounts_mg: { '64-17-5': 1, '78-70-6': 2 } }, 'bad_input');
    refused({ mole_fractions: { '10-10-10': 1 } }, 'unknown_ingredient');
    refused(
      {
        lines: [
          { ingredient: 'ethanol', pct: 90 },
          { ingredient: 'linalool', pct: 60 },
        ],
      },
      'bad_input',
    );
    refused({}, 'bad_input');
  });

  it('takes an unknown substance with its properties', () => {
    const { components } = ask({
      mole_fractions: { '67-64-1': 1 },
      properties: { '67-64-1': { mw: 58.08, psat_pa: 30_600, groups: { CH3: 1, CH3CO: 1 } } },
    });
    expect(components[0]).toMatchObject({ gamma_basis: 'unifac', odour_value: null, intensity: null });
    expect(components[0]?.partial_pa).toBeCloseTo(30_600, 6);
  });
});

/** What an evaluation reads off the table: family profile over all times (not normalised) and intensity at arm's length. */
function fromTable(table: OdourLoopTable, indices: readonly number[], pct: readonly number[]) {
  const families = FAMILIES.map(() => 0);
  let sillage = 0;
  for (const [j, i] of indices.entries()) {
    const x = (pct[j] ?? 0) ** table.exponent;
    const row = table.amplitude.subarray(i * table.times.length, (i + 1) * table.times.length);
    const felt = row.reduce((sum, amplitude) => sum + amplitude * x, 0);
    for (const f of families.keys()) families[f] = (families[f] ?? 0) + felt * (table.families[i * FAMILIES.length + f] as number);
    sillage = Math.max(sillage, (table.farAmplitude[i] as number) * x);
  }
  return { families, sillage };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] ?? 0) - meanB), 0);
  return product / (Math.hypot(...a.map((value) => value - meanA)) * Math.hypot(...b.map((value) => value - meanB)));
}
