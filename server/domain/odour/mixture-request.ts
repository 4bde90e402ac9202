import { z } from 'zod';
import { DomainError } from '../error.ts';
import { readLines, WrittenLine } from '../formula/read-lines.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import { isCas } from '../table/row.ts';
import { MASS_TRANSFER_M_S, SPRAY_AREA_M2, SPRAY_MG, SURFACES } from './constants.ts';
import { type Liquid, liquidOf, partsOf } from './liquid.ts';
import type { Substance } from './substance.ts';
import { vapourPressureAt } from './vapour-pressure.ts';

/** What a caller knows better than the catalogue, by CAS. `psat_pa` holds at the temperature of the request. */
const Properties = z.strictObject({
  mw: z.number().positive().optional(),
  psat_pa: z.number().nonnegative().optional(),
  threshold_g_m3: z.number().positive().optional(),
  groups: z.record(z.string(), z.number().int().positive()).optional(),
});

/** Values by CAS number. */
export const byCas = <T extends z.ZodType>(value: T) => z.record(z.string(), value);

export const MixtureRequest = z.strictObject({
  id: z.union([z.string(), z.number()]).optional(),
  temperature_k: z.number().min(200).max(500).optional(),
  mole_fractions: byCas(z.number()).optional(),
  /** Mass %, solvent included. */
  lines: z.array(WrittenLine).min(1).max(1000).optional(),
  amounts_mg: byCas(z.number()).optional(),
  gamma: z.enum(['unifac', 'ideal']).default('unifac'),
  properties: byCas(Properties).default({}),
  times_s: z.array(z.number().nonnegative()).min(1).max(10_000).optional(),
  surface: z.enum(SURFACES).default('blotter'),
  area_m2: z.number().positive().default(SPRAY_AREA_M2),
  k_g: z.number().positive().default(MASS_TRANSFER_M_S),
  amount_mg: z.number().positive().default(SPRAY_MG),
});
export type MixtureRequest = z.infer<typeof MixtureRequest>;

/** Mole fractions may miss 1 by rounding. */
const SUM_TOLERANCE = 1e-3;

export interface RequestedLiquid {
  readonly liquid: Liquid;
  /** The material whose families each line carries; null = unknown to the catalogue. */
  readonly materials: readonly (Material | null)[];
  readonly warnings: string[];
}

/** The liquid that a request means, in g. */
export function liquidOfRequest(catalogue: Catalogue, request: MixtureRequest, temperatureK: number): RequestedLiquid {
  const given = [request.lines, request.mole_fractions ?? request.amounts_mg].filter((part) => part !== undefined);
  if (given.length !== 1) {
    throw new DomainError(
      'bad_input',
      'give either lines, or mole_fractions or amounts_mg',
      'lines 또는 mole_fractions(amounts_mg) 가운데 하나만 주세요.',
    );
  }
  const override = (substance: Substance): Substance => withProperties(substance, request.properties, temperatureK);
  if (request.lines) {
    const { lines, warnings } = readLines(catalogue, request.lines);
    const sum = lines.reduce((total, { pct }) => total + pct, 0);
    if (sum > 100.5) {
      throw new DomainError('bad_input', `lines sum to ${sum} %`, `합이 100 %를 넘어요 (${sum.toFixed(2)} %).`, {
        reason: 'sum above 100 %',
        sum_pct: sum,
      });
    }
    if (Math.abs(sum - 100) > 0.01) warnings.push(`합이 ${Number(sum.toFixed(4))} %예요. 100 %로 맞추어 계산했어요.`);
    const materials = lines.map(({ material }) => material);
    // A dilution brings its solvent in unnamed; only its neat part is known here.
    const diluted = lines.filter(({ strength }) => strength < 1).map(({ material }) => material.name);
    if (diluted.length > 0) warnings.push(`희석한 줄의 용제는 DPG로 보았어요: ${diluted.join(', ')}`);
    const solvent = resolveMaterial(catalogue, { ingredient: 'dipropylene-glycol-dpg' }).material;
    const masses = [
      ...lines.map(({ material, pct, strength }) => ({ material, mass: pct * strength })),
      { material: solvent, mass: lines.reduce((total, { pct, strength }) => total + pct * (1 - strength), 0) },
    ];
    const liquid = liquidOf(catalogue, masses);
    return { liquid: scaled({ ...liquid, substances: liquid.substances.map(override) }, request.amount_mg), materials, warnings };
  }
  return liquidByCas(catalogue, request, override);
}

function liquidByCas(catalogue: Catalogue, request: MixtureRequest, override: (substance: Substance) => Substance): RequestedLiquid {
  const shares = request.mole_fractions ?? request.amounts_mg ?? {};
  const entries = Object.entries(shares);
  for (const [cas, value] of entries) {
    if (!(value >= 0 && Number.isFinite(value)))
      throw new DomainError('bad_input', `${cas}: ${value} is not a share`, `${cas}: 0 이상의 값이어야 해요.`, { cas });
  }
  const found = entries.map(([cas]) => substanceByCas(catalogue, cas, request.properties));
  const substances = found.map(({ substance }) => override(substance));
  const materials = found.map(({ material }) => material);
  const origins = substances.map((_, line) => [{ line, part: 1 }]);
  const values = Float64Array.from(entries, ([, value]) => value);
  if (request.mole_fractions === undefined)
    return { liquid: { substances, mass: values.map((mg) => mg / 1000), origins }, materials, warnings: [] };
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    throw new DomainError('bad_input', `mole fractions sum to ${sum}, not 1`, `몰분율의 합이 1이 아니에요 (${sum}).`, {
      reason: 'sum is not 1',
      sum,
    });
  }
  const mass = values.map((x, k) => x * (substances[k]?.molarMass ?? 0));
  const liquid = scaled({ substances, mass, origins }, request.amount_mg);
  // Amounts beside mole fractions say how much lies there; the fractions still say what it is made of.
  const amounts = request.amounts_mg;
  const stray = Object.keys(amounts ?? {}).find((cas) => !(cas in shares));
  if (stray !== undefined) {
    throw new DomainError('bad_input', `amounts_mg names ${stray}, mole_fractions does not`, `${stray}의 몰분율이 없어요.`, { cas: stray });
  }
  return {
    liquid: amounts ? { ...liquid, mass: Float64Array.from(entries, ([cas]) => (amounts[cas] ?? 0) / 1000) } : liquid,
    materials,
    warnings: [],
  };
}

/** The masses scaled to `amountMg` in all, in g. */
function scaled(liquid: Liquid, amountMg: number): Liquid {
  const total = liquid.mass.reduce((sum, mass) => sum + mass, 0);
  if (!(total > 0)) throw new DomainError('bad_input', 'nothing is in the mixture', '혼합물이 비어 있어요.');
  return { ...liquid, mass: liquid.mass.map((mass) => (mass / total) * (amountMg / 1000)) };
}

function substanceByCas(
  catalogue: Catalogue,
  cas: string,
  properties: MixtureRequest['properties'],
): { substance: Substance; material: Material | null } {
  const own = properties[cas];
  try {
    const { material } = resolveMaterial(catalogue, isCas(cas) ? { cas } : { ingredient: cas });
    const [part, ...others] = partsOf(catalogue, material);
    if (!part || others.length > 0) {
      throw new DomainError(
        'bad_input',
        `${cas} is a mixture and has no mole fraction`,
        `${material.nameKo}은(는) 혼합물이라 몰분율이 없어요. lines로 적어 주세요.`,
        { cas },
      );
    }
    return { substance: { ...part.substance, key: cas }, material };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'unknown_ingredient' || own?.mw === undefined || own.psat_pa === undefined)
      throw error;
    return {
      substance: {
        key: cas,
        name: cas,
        molarMass: own.mw,
        psatPa: own.psat_pa,
        psatBasis: 'given',
        boilingPointC: null,
        groups: null,
        perception: { basis: 'none', thresholdGM3: null, confidence: 'D', source: 'no odour threshold known' },
        solvent: false,
      },
      material: null,
    };
  }
}

/** The caller's figures win; a threshold of theirs also replaces a measured curve, which rests on another threshold. */
function withProperties(substance: Substance, properties: MixtureRequest['properties'], temperatureK: number): Substance {
  const own = properties[substance.key];
  if (!own) return substance;
  return {
    ...substance,
    molarMass: own.mw ?? substance.molarMass,
    groups: own.groups ?? substance.groups,
    ...(own.psat_pa === undefined
      ? {}
      : { psatPa: own.psat_pa / vapourPressureAt(1, substance.boilingPointC, temperatureK), psatBasis: 'given' }),
    ...(own.threshold_g_m3 === undefined
      ? {}
      : { perception: { basis: 'stevens', thresholdGM3: own.threshold_g_m3, confidence: 'B', source: 'threshold given' } as const }),
  };
}
