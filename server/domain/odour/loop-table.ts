import type { Product } from '../brief/product.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import { airOverTime } from './air-over-time.ts';
import { carrierOf } from './carrier.ts';
import {
  FAR_DILUTION,
  MASS_TRANSFER_M_S,
  SILLAGE_AT_S,
  SPRAY_AREA_M2,
  SPRAY_MG,
  STEVENS_EXPONENT,
  type Surface,
  surfaceTemperatureK,
} from './constants.ts';
import { liquidOf, partsOf } from './liquid.ts';
import { intensityOf } from './perception.ts';

/**
 * The physics of smell for the evolution loop, separable: intensity of material i at time t for x % of the concentrate is
 * `amplitude[i*T + t] * x ** exponent`. A mixture is as strong as its strongest part; what is smelt is shared between lines by
 * their intensities. Made for ranking inside the loop; what is shown comes from describeOdour.
 */
export interface OdourLoopTable {
  /** Materials. */
  readonly n: number;
  /** s, ascending. */
  readonly times: Float64Array;
  /** n × T. */
  readonly amplitude: Float64Array;
  readonly exponent: number;
  /** n × 18 in the order of FAMILIES; each row sums to 1, or to 0 without families. */
  readonly families: Float64Array;
  /** n: intensity at arm's length after an hour for x = 1 %, same exponent. */
  readonly farAmplitude: Float64Array;
  /** False where neither threshold, dose-response nor use level says how strong it is: its amplitudes are 0. */
  readonly hasData: readonly boolean[];
}

/** The table ranks; half a percent in an amount is enough for that and three times as fast. */
const TABLE_TOLERANCE = 0.01;

/** A palette is tabulated in one reference perfume: every material at this part of its usual level. */
const REFERENCE_TRACE = 1e-3;

/**
 * Tabulates a palette. γ and evaporation come from one exact run (UNIFAC at every step) of a reference perfume: the whole
 * palette, each material at its geometric mean use level, scaled to 100 % and dissolved at the dose in the product's carrier.
 * Concentration in air is then proportional to x; intensity is anchored at the use level and follows x^0.35 (Stevens) from
 * there, so measured curves are met exactly at that level. A natural is as strong as its strongest molecule.
 * @param timesS ascending, s
 * @param anchorPct the level at which measured curves are met exactly, % of the concentrate; default each material's own use level
 */
export function buildLoopTable(
  catalogue: Catalogue,
  input: {
    materialIds: readonly string[];
    carrier: { dosePct: number; product: Product };
    surface: Surface;
    timesS: readonly number[];
    anchorPct?: number;
  },
): OdourLoopTable {
  const { timesS, carrier } = input;
  const materials = input.materialIds.map((id) => materialOf(catalogue, id));
  const n = materials.length;
  const steps = timesS.length;
  const usualPct = materials.map(usualLevelPct);
  const sum = usualPct.reduce((total, pct) => total + pct, 0);
  const concentrateG = ((SPRAY_MG / 1000) * carrier.dosePct) / 100;
  const lines = [
    ...materials.map((material, i) => ({ material, mass: (concentrateG * (usualPct[i] ?? 0)) / sum })),
    ...carrierOf(carrier.product).map(({ materialId, pct }) => ({
      material: materialOf(catalogue, materialId),
      mass: ((SPRAY_MG / 1000) * (1 - carrier.dosePct / 100) * pct) / 100,
    })),
  ];
  const liquid = liquidOf(catalogue, lines);
  const allTimes = [...new Set([...timesS, SILLAGE_AT_S])].sort((a, b) => a - b);
  const air = airOverTime(catalogue.odour, liquid, {
    temperatureK: surfaceTemperatureK(input.surface),
    areaM2: SPRAY_AREA_M2,
    massTransferMS: MASS_TRANSFER_M_S,
    timesS: allTimes,
    gamma: 'unifac',
    tolerance: TABLE_TOLERANCE,
  });
  const rowOf = timesS.map((time) => allTimes.indexOf(time));
  const farRow = allTimes.indexOf(SILLAGE_AT_S);
  const position = new Map(liquid.substances.map(({ key }, k) => [key, k]));

  const amplitude = new Float64Array(n * steps);
  const families = new Float64Array(n * FAMILIES.length);
  const farAmplitude = new Float64Array(n);
  const hasData = materials.map(() => false);
  for (const [i, material] of materials.entries()) {
    const level = input.anchorPct ?? usualPct[i] ?? 0;
    if (level <= 0 || material.kind === 'solvent') continue;
    for (const { substance, share } of partsOf(catalogue, material)) {
      const k = position.get(substance.key);
      if (k === undefined || substance.perception.basis === 'none' || substance.psatPa === null) continue;
      hasData[i] = true;
      // Air concentration is proportional to the mass: what this line alone puts there at its usual level.
      const own = (share * concentrateG * level) / 100 / (liquid.mass[k] as number);
      const anchored = (row: number, dilution: number): number =>
        (intensityOf(substance.perception, (air.gasGM3[row]?.[k] ?? 0) * own * dilution) ?? 0) / level ** STEVENS_EXPONENT;
      for (const [t, row] of rowOf.entries()) {
        amplitude[i * steps + t] = Math.max(amplitude[i * steps + t] as number, anchored(row, 1));
      }
      farAmplitude[i] = Math.max(farAmplitude[i] as number, anchored(farRow, FAR_DILUTION));
    }
    fillFamilies(families, i, material);
  }
  return { n, times: Float64Array.from(timesS), amplitude, exponent: STEVENS_EXPONENT, families, farAmplitude, hasData };
}

/** Geometric mean of the use range, %; solvents only as a trace, since the carrier is counted for itself. */
function usualLevelPct(material: Material): number {
  if (material.kind === 'solvent') return REFERENCE_TRACE;
  return Math.max(
    REFERENCE_TRACE,
    Math.sqrt(Math.max(material.useMinPct, REFERENCE_TRACE) * Math.max(material.useMaxPct, REFERENCE_TRACE)),
  );
}

function fillFamilies(families: Float64Array, i: number, material: Material): void {
  const total = FAMILIES.reduce((sum, family) => sum + (material.families[family] ?? 0), 0);
  if (total <= 0) return;
  for (const [f, family] of FAMILIES.entries()) families[i * FAMILIES.length + f] = (material.families[family] ?? 0) / total;
}
