import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { odourOfMixture } from './mixture-odour.ts';
import { MixtureRequest } from './mixture-request.ts';
import { intensityOf, measuredIntensity, measuredThresholdNgL, stevensIntensity, strongestComponent, vectorModel } from './perception.ts';
import { activityModel, unifacOf } from './unifac.ts';
import published from './vectors/published-odour-cases.json' with { type: 'json' };

const catalogue = readSeedCatalogue();
const ask = (request: unknown) => odourOfMixture(catalogue, MixtureRequest.parse(request));

describe('UNIFAC', () => {
  for (const { system, groups, temperatureK, x1, printed, computed } of published.textbookGamma) {
    it(`reproduces the textbook's γ of ${system}`, () => {
      const gamma = new Float64Array(2);
      // The union of JSON literals has optional keys; every value is a count.
      const counts = groups as unknown as Record<string, number>[];
      activityModel(unifacOf(catalogue.odour), counts, temperatureK).gamma(Float64Array.of(x1, 1 - x1), gamma);
      for (const i of [0, 1]) {
        expect(Math.abs((gamma[i] ?? 0) / (computed[i] ?? 1) - 1)).toBeLessThan(1e-10);
        expect(Math.abs((gamma[i] ?? 0) / (printed[i] ?? 1) - 1)).toBeLessThan(1e-3);
      }
    });
  }

  it('gives a pure liquid γ = 1', () => {
    const gamma = new Float64Array(1);
    activityModel(unifacOf(catalogue.odour), [{ CH3: 1, CH2: 1, OH: 1 }], 298.15).gamma(Float64Array.of(3), gamma);
    expect(gamma[0]).toBeCloseTo(1, 12);
  });

  it('leaves a component without groups at 1 and out of the surroundings of the others', () => {
    const model = activityModel(unifacOf(catalogue.odour), [{ CH3: 1, CH3CO: 1 }, { CH3: 2, CH2: 3 }, null], 307);
    const gamma = new Float64Array(3);
    model.gamma(Float64Array.of(0.047, 0.953, 5), gamma);
    expect(gamma[2]).toBe(1);
    expect(gamma[0]).toBeCloseTo(4.992034311484564, 10);
  });

  it('hides no limonene in alcohol: γ between 4 and 13 at 5 to 20 mol%', () => {
    for (const x of [0.05, 0.1, 0.2]) {
      const { components } = ask({ mole_fractions: { '5989-27-5': x, '64-17-5': 1 - x } });
      const limonene = components.find(({ cas }) => cas === '5989-27-5');
      expect(limonene?.gamma).toBeGreaterThan(4);
      expect(limonene?.gamma).toBeLessThan(13);
    }
  });
});

describe('headspace and odour value (published mixtures of limonene, geraniol, vanillin, ethanol)', () => {
  for (const [i, worked] of published.headspace.entries()) {
    for (const mode of ['ideal', 'unifac'] as const) {
      it(`mixture ${i + 1} with ${mode} activity coefficients: γ to 1e-3, odour values to 0.5 %`, () => {
        const { components } = ask({
          mole_fractions: worked.x,
          gamma: mode,
          temperature_k: worked.temperatureK,
          properties: published.substances,
        });
        const figures: Record<string, { odourValue: number; partialPa: number; gasGM3: number; gamma?: number; intensity?: number }> =
          worked[mode];
        for (const [cas, expected] of Object.entries(figures)) {
          const got = components.find((one) => one.cas === cas);
          expect(Math.abs((got?.odour_value ?? 0) / expected.odourValue - 1)).toBeLessThan(5e-3);
          expect(Math.abs((got?.partial_pa ?? 0) / expected.partialPa - 1)).toBeLessThan(1e-3);
          expect(Math.abs((got?.gas_g_m3 ?? 0) / expected.gasGM3 - 1)).toBeLessThan(1e-3);
          if (expected.gamma !== undefined) expect(Math.abs((got?.gamma ?? 0) / expected.gamma - 1)).toBeLessThan(1e-3);
          if (expected.intensity !== undefined) expect(Math.abs((got?.intensity ?? 0) / expected.intensity - 1)).toBeLessThan(1e-3);
        }
        const strongest = components.reduce((a, b) => ((b.odour_value ?? 0) > (a.odour_value ?? 0) ? b : a));
        expect(strongest.cas).toBe(worked.strongest[mode]);
      });
    }
  }
});

describe('evaporation', () => {
  it('follows the reference trajectory to 1 % or 0.005 mg', () => {
    const { startMg, rows } = published.evaporation;
    const { curve, mass_balance_error } = ask({
      amounts_mg: startMg,
      gamma: 'ideal',
      properties: published.substances,
      times_s: rows.map(({ t_s }) => t_s),
    });
    for (const [i, { t_s, mg }] of rows.entries()) {
      expect(curve[i]?.t_s).toBe(t_s);
      for (const [cas, expected] of Object.entries(mg)) {
        const got = curve[i]?.remaining_mg[cas] ?? Number.NaN;
        expect(Math.abs(got - expected), `${cas} at ${t_s} s`).toBeLessThanOrEqual(Math.max(0.005, 0.01 * expected));
      }
    }
    expect(mass_balance_error).toBeLessThan(1e-6);
  });
});

describe('dose-response (Wakayama 2019)', () => {
  for (const { name, curve, thresholdNgL, intensityAtNgL } of published.doseResponse) {
    it(`reproduces threshold and intensities of ${name}`, () => {
      expect(Math.abs(measuredThresholdNgL(curve) / thresholdNgL - 1)).toBeLessThan(1e-3);
      for (const [ngL, intensity] of Object.entries(intensityAtNgL)) {
        // 1 ng/L = 1 µg/m³ = 1e-6 g/m³; the table prints 4 digits.
        expect(Math.abs(measuredIntensity(curve, Number(ngL) * 1e-6) - intensity)).toBeLessThan(1e-3);
      }
      expect(measuredIntensity(curve, thresholdNgL * 1e-6)).toBeCloseTo(1.4, 2);
    });
  }

  it('guards a fit whose slope was rounded to 0: a step, never NaN, and not used for a figure', () => {
    const step = { max: 39.02, c: -1.81, d: 0 };
    for (const gas of [0, 1e-9, 1e-5, 1.548816e-5, 1]) expect(Number.isFinite(measuredIntensity(step, gas))).toBe(true);
    expect(measuredIntensity(step, 1e-9)).toBe(0);
    expect(measuredIntensity(step, 1)).toBe(39.02);
    const vanillin = ask({ mole_fractions: { '121-33-5': 1 } }).components[0];
    expect(vanillin?.basis).toBe('stevens');
    expect(Number.isFinite(vanillin?.intensity)).toBe(true);
  });
});

describe('mixtures', () => {
  it('is as strong as the strongest part', () => {
    expect(strongestComponent([3, null, 12, 7])).toBe(12);
    expect(strongestComponent([null])).toBe(0);
  });

  it('adds two equal parts by ψ² = 2ψ²(1 + cos α), and never falls below the strongest', () => {
    expect(vectorModel([10, 10], 0)).toBeCloseTo(Math.sqrt(200), 10);
    expect(vectorModel([10, 10], 1)).toBeCloseTo(20, 10);
    expect(vectorModel([10, 10, 10, 10, 10, 10], -0.5)).toBe(10);
  });

  /** Single intensities of the published odorants grow as 1.06 ln(OV); read off the rows of the strongest-component model. */
  const SLOPE = 1.06;
  const COS_ALPHA = -0.12;

  it('meets 15 published mixtures: vector model 0.96 of what was measured, strongest component 0.78', () => {
    const ratio = (predicted: (parts: number[]) => number): number =>
      published.mixtures.reduce(
        (sum, { lnOdourValues, measured }) => sum + predicted(lnOdourValues.map((ln) => SLOPE * ln)) / measured,
        0,
      ) / published.mixtures.length;
    expect(published.mixtures).toHaveLength(15);
    expect(ratio((parts) => vectorModel(parts, COS_ALPHA))).toBeCloseTo(0.96, 1);
    expect(ratio((parts) => strongestComponent(parts))).toBeCloseTo(0.78, 1);
    for (const { lnOdourValues, vector, strongest } of published.mixtures) {
      const parts = lnOdourValues.map((ln) => SLOPE * ln);
      expect(Math.abs(vectorModel(parts, COS_ALPHA) - vector)).toBeLessThan(0.6);
      expect(Math.abs(strongestComponent(parts) - strongest)).toBeLessThan(0.5);
    }
  });

  it('has no intensity without data, and Stevens ψ = OV^0.35 where only a threshold is known', () => {
    expect(intensityOf({ basis: 'none', thresholdGM3: null, confidence: 'D', source: '' }, 1)).toBeNull();
    // 1000^0.35 = 10^1.05 = 11.2202
    expect(stevensIntensity(1000)).toBeCloseTo(11.2202, 4);
    expect(stevensIntensity(1e12)).toBe(100);
  });
});
