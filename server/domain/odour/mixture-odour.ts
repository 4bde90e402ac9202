import { z } from 'zod';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { Family } from '../ingredient/family-schema.ts';
import { Confidence } from '../ingredient/material.ts';
import { airOverTime } from './air-over-time.ts';
import { INTENSITY, ROOM_K, surfaceTemperatureK } from './constants.ts';
import { substanceConfidence } from './figure.ts';
import { CURVE_TIMES_S, LONGEST_H } from './formula-odour.ts';
import type { Liquid } from './liquid.ts';
import { byCas, liquidOfRequest, type MixtureRequest } from './mixture-request.ts';
import { odourValueOf } from './perception.ts';
import { familyShares, lastTimeAbove, lineIntensities, mixtureIntensity } from './smell-curve.ts';
import type { Substance } from './substance.ts';
import { vapourPressureAt } from './vapour-pressure.ts';

export const MixtureComponent = z.strictObject({
  ingredient: z.string(),
  cas: z.string(),
  x: z.number(),
  gamma: z.number(),
  gamma_basis: z.enum(['unifac', 'ideal', 'no_groups']),
  /** Null without a vapour pressure. */
  partial_pa: z.number().nullable(),
  gas_g_m3: z.number().nullable(),
  odour_value: z.number().nullable(),
  /** 0–100; null = no data. */
  intensity: z.number().nullable(),
  basis: z.enum(['measured', 'stevens', 'estimated', 'none']),
  confidence: Confidence,
  source: z.string(),
});

export const MixtureOdour = z.strictObject({
  components: z.array(MixtureComponent),
  curve: z.array(
    z.strictObject({
      t_s: z.number(),
      remaining_mg: byCas(z.number()),
      intensity_total: z.number(),
      families: z.partialRecord(Family, z.number()),
    }),
  ),
  /** Last time the mixture is at 6 or above, at most 72 h; null = nothing in it has odour data. */
  longevity_h: z.number().nullable(),
  mass_balance_error: z.number(),
  warnings: z.array(z.string()),
});
export type MixtureOdour = z.infer<typeof MixtureOdour>;

const HOUR = 3600;

/**
 * Headspace, odour values, intensities and evaporation of any liquid: mole fractions by CAS, masses by CAS, or lines in mass %.
 * Naturals in lines are taken apart. Throws bad_input for shares that do not add up or lack a property, unknown_ingredient and
 * ambiguous_ingredient as resolveMaterial does.
 */
export function odourOfMixture(catalogue: Catalogue, request: MixtureRequest): MixtureOdour {
  const temperatureK = request.temperature_k ?? (request.surface === 'skin' ? surfaceTemperatureK('skin') : ROOM_K);
  const { liquid, materials, warnings } = liquidOfRequest(catalogue, request, temperatureK);
  const asked = request.times_s ?? CURVE_TIMES_S;
  const timesS = [...new Set([0, ...asked, ...CURVE_TIMES_S, ...[36, 48, 60, LONGEST_H].map((h) => h * HOUR)])].sort((a, b) => a - b);
  const air = airOverTime(catalogue.odour, liquid, {
    temperatureK,
    areaM2: request.area_m2,
    massTransferMS: request.k_g,
    timesS,
    gamma: request.gamma,
  });
  if (air.missingPairs.length > 0 && request.gamma === 'unifac') {
    warnings.push(`UNIFAC 상호작용 값이 없어 0으로 둔 작용기 쌍: ${air.missingPairs.join(', ')}`);
  }
  const without = (what: string, lacks: (substance: Substance) => boolean): void => {
    const names = liquid.substances.filter(lacks).map(({ name }) => name);
    if (names.length > 0) warnings.push(`${what}: ${names.join(', ')}`);
  };
  without('증기압 자료가 없어 공기 중 농도를 계산하지 못했어요', ({ psatPa }) => psatPa === null);
  if (request.gamma === 'unifac') without('UNIFAC 작용기가 없어 활동도 계수를 1로 두었어요', ({ groups }) => groups === null);
  const totals = air.intensity.map((intensity) => mixtureIntensity(liquid, intensity));
  const speaks = liquid.substances.some(({ perception, psatPa, solvent }) => !solvent && perception.basis !== 'none' && psatPa !== null);
  return {
    components: componentsOf(liquid, request.gamma, temperatureK, air.gamma[0], air.intensity[0], air.gasGM3[0]),
    curve: asked.map((t_s) => {
      const t = timesS.indexOf(t_s);
      const left = air.remainingG[t];
      const intensity = air.intensity[t] ?? new Float64Array();
      return {
        t_s,
        remaining_mg: Object.fromEntries(liquid.substances.map(({ key }, k) => [key, (left?.[k] ?? 0) * 1000])),
        intensity_total: totals[t] ?? 0,
        families: familyShares(materials, lineIntensities(liquid, intensity, materials.length)),
      };
    }),
    longevity_h: speaks ? Math.min(LONGEST_H, lastTimeAbove(timesS, totals, INTENSITY.weak) / HOUR) : null,
    mass_balance_error: air.massBalanceError,
    warnings,
  };
}

function componentsOf(
  liquid: Liquid,
  mode: 'unifac' | 'ideal',
  temperatureK: number,
  gamma: Float64Array | undefined,
  intensity: Float64Array | undefined,
  gas: Float64Array | undefined,
): MixtureOdour['components'] {
  const moles = liquid.substances.map(({ molarMass }, k) => (liquid.mass[k] as number) / molarMass);
  const total = moles.reduce((sum, value) => sum + value, 0);
  return liquid.substances.map((substance, k) => {
    const { perception, psatPa } = substance;
    const x = (moles[k] ?? 0) / total;
    const gasGM3 = psatPa === null ? null : (gas?.[k] ?? 0);
    const smelt = intensity?.[k] ?? Number.NaN;
    return {
      ingredient: substance.name,
      cas: substance.key,
      x,
      gamma: gamma?.[k] ?? 1,
      gamma_basis: mode === 'ideal' ? 'ideal' : substance.groups === null ? 'no_groups' : 'unifac',
      partial_pa: psatPa === null ? null : (gamma?.[k] ?? 1) * x * vapourPressureAt(psatPa, substance.boilingPointC, temperatureK),
      gas_g_m3: gasGM3,
      odour_value: gasGM3 === null ? null : odourValueOf(perception, gasGM3),
      intensity: Number.isNaN(smelt) ? null : smelt,
      basis: psatPa === null ? 'none' : perception.basis,
      confidence: substanceConfidence(substance),
      source: `${perception.source}; vapour pressure: ${substance.psatBasis}`,
    };
  });
}
