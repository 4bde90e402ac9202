import { type Catalogue, constituentsByKey, materialsById } from '../ingredient/catalogue.ts';
import { type Family, mainFamily } from '../ingredient/family.ts';
import type { Confidence, Constituent, DoseResponse, Material } from '../ingredient/material.ts';
import { GAS_CONSTANT, ROOM_K } from './constants.ts';
import { isUsableFit, measuredThresholdNgL, NO_PERCEPTION, type Perception } from './perception.ts';
import type { GroupCounts } from './unifac.ts';
import { grainVapourPressurePa } from './vapour-pressure.ts';

/** One molecule (or pseudo-component) in a liquid, with what is known of it. */
export interface Substance {
  /** CAS number; else the constituent's key, or `rest:` and the id of the natural whose unexplained rest it is. */
  readonly key: string;
  readonly name: string;
  readonly molarMass: number;
  /** Subcooled-liquid vapour pressure at 25 °C, Pa; 0 = non-volatile; null = no data (kept in the liquid, not in the air). */
  readonly psatPa: number | null;
  readonly psatBasis: string;
  readonly boilingPointC: number | null;
  readonly groups: GroupCounts | null;
  readonly perception: Perception;
  readonly solvent: boolean;
}

/** Confidence of a vapour pressure from the words of its basis. */
export function vapourConfidence(basis: string): Confidence {
  if (basis.startsWith('exp') || basis.startsWith('correlation') || basis === 'non-volatile') return 'A';
  if (basis.startsWith('literature')) return 'B';
  return basis.includes('MPBPVP') ? 'C' : 'D';
}

interface SubstanceTables {
  readonly groups: ReadonlyMap<string, GroupCounts>;
  readonly curves: ReadonlyMap<string, Perception>;
  readonly ofMaterial: WeakMap<Material, Substance>;
  readonly ofConstituent: Map<string, Substance | null>;
  readonly typical: ReadonlyMap<Family, { molarMass: number; psatPa: number }>;
}

const cache = new WeakMap<Catalogue, SubstanceTables>();
const MG_PER_G = 1000;
const NG_L_PER_G_M3 = 1e6;

function tablesOf(catalogue: Catalogue): SubstanceTables {
  let tables = cache.get(catalogue);
  if (!tables) {
    const groups = new Map(catalogue.odour.groupsByCas.map((row) => [row.cas, row.groups]));
    const curves = new Map<string, Perception>();
    for (const { cas, curve, flag } of catalogue.odour.doseResponses) {
      const measured = flag?.includes('do not join by CAS') ? null : measuredPerception(curve, null);
      if (measured) curves.set(cas, measured);
    }
    tables = { groups, curves, ofMaterial: new WeakMap(), ofConstituent: new Map(), typical: typicalByFamily(catalogue) };
    cache.set(catalogue, tables);
  }
  return tables;
}

/** The molecule of a material that is one substance (not a natural). */
export function substanceOf(catalogue: Catalogue, material: Material): Substance {
  const tables = tablesOf(catalogue);
  let substance = tables.ofMaterial.get(material);
  if (!substance) {
    substance = {
      key: material.cas || material.id,
      name: material.name,
      molarMass: material.molarMass ?? TYPICAL_MOLAR_MASS,
      ...vapourOf(material),
      boilingPointC: material.boilingPointC,
      groups: tables.groups.get(material.cas) ?? null,
      perception: perceptionOf(material),
      solvent: material.kind === 'solvent',
    };
    tables.ofMaterial.set(material, substance);
  }
  return substance;
}

/** The molecule of a constituent of a natural; the catalogue's own row of it wins. Null when mass or vapour pressure is unknown. */
export function substanceOfConstituent(catalogue: Catalogue, key: string): Substance | null {
  const tables = tablesOf(catalogue);
  const known = tables.ofConstituent.get(key);
  if (known !== undefined) return known;
  const constituent = constituentsByKey(catalogue).get(key);
  const sold = constituent?.ingredientId ? materialsById(catalogue).get(constituent.ingredientId) : undefined;
  const substance =
    sold && sold.kind !== 'natural' ? substanceOf(catalogue, sold) : constituent ? fromConstituent(tables, constituent) : null;
  tables.ofConstituent.set(key, substance);
  return substance;
}

function fromConstituent(tables: SubstanceTables, constituent: Constituent): Substance | null {
  if (constituent.molarMass === null) return null;
  const vapour =
    constituent.vapourPressureLiquidPa === null
      ? {
          psatPa: constituent.boilingPointC === null ? null : grainVapourPressurePa(constituent.boilingPointC),
          psatBasis: 'est (modified Grain)',
        }
      : { psatPa: constituent.vapourPressureLiquidPa, psatBasis: constituent.vapourPressureBasis ?? 'estimate' };
  if (vapour.psatPa === null) return null;
  const mgM3 = constituent.odourThresholdMgM3;
  const threshold: Perception =
    mgM3 === null ? NO_PERCEPTION : { basis: 'stevens', thresholdGM3: mgM3 / MG_PER_G, confidence: 'C', source: 'constituents table' };
  return {
    key: constituent.cas ?? constituent.key,
    name: constituent.name,
    molarMass: constituent.molarMass,
    ...vapour,
    boilingPointC: constituent.boilingPointC,
    groups: tables.groups.get(constituent.cas ?? '') ?? null,
    perception: tables.curves.get(constituent.cas ?? '') ?? threshold,
    solvent: false,
  };
}

function vapourOf(material: Material): { psatPa: number | null; psatBasis: string } {
  const basis = material.vapourPressureBasis ?? 'estimate';
  if (material.vapourPressureLiquidPa !== null) return { psatPa: material.vapourPressureLiquidPa, psatBasis: basis };
  if (material.vapourPressurePa !== null && material.vapourPressurePhase !== 'crystal')
    return { psatPa: material.vapourPressurePa, psatBasis: basis };
  // From the boiling point only where the material is a liquid: the method does not hold for crystals.
  if (material.boilingPointC !== null && material.form !== 'solid') {
    return { psatPa: grainVapourPressurePa(material.boilingPointC), psatBasis: 'est (modified Grain)' };
  }
  return { psatPa: null, psatBasis: 'no data' };
}

/** A measured curve as perception; null where the fit cannot be used. The catalogue's threshold wins over the curve's own. */
function measuredPerception(curve: DoseResponse, thresholdGM3: number | null): Perception | null {
  if (!isUsableFit(curve)) return null;
  return {
    basis: 'measured',
    curve,
    thresholdGM3: thresholdGM3 ?? measuredThresholdNgL(curve) / NG_L_PER_G_M3,
    confidence: 'B',
    source: 'Wakayama et al. 2019, doi 10.1021/acs.iecr.9b01225',
  };
}

function perceptionOf(material: Material): Perception {
  const thresholdGM3 = material.odourThresholdMgM3 === null ? null : material.odourThresholdMgM3 / MG_PER_G;
  const measured = material.doseResponse ? measuredPerception(material.doseResponse, thresholdGM3) : null;
  if (measured) return measured;
  if (thresholdGM3 !== null) {
    const confidence = material.odourThresholdConfidence ?? 'C';
    return { basis: 'stevens', thresholdGM3, confidence, source: 'odour threshold of the catalogue' };
  }
  if (material.kind === 'solvent') return NO_PERCEPTION;
  const vapour = vapourOf(material);
  return vapour.psatPa === null || material.molarMass === null ? NO_PERCEPTION : fromUseLevel(material, material.molarMass, vapour.psatPa);
}

/**
 * Odour value that a material has at its usual level above the concentrate: the median over the catalogue rows whose threshold
 * is known (log10 1.8, quartiles 0.9 and 2.5), so the estimate is good to a factor of about 6.
 */
const OV_AT_USE_LEVEL = 60;

/** Threshold guessed from the use level: the material is dosed so that it is smelt as others are. Estimate, confidence D. */
export function fromUseLevel(material: Material, molarMass: number, psatPa: number): Perception {
  const usePct = Math.sqrt(Math.max(material.useMinPct, 0.001) * Math.max(material.useMaxPct, 0.001));
  const gasGM3 = ((usePct / 100) * psatPa * molarMass) / (GAS_CONSTANT * ROOM_K);
  if (!(gasGM3 > 0)) return NO_PERCEPTION;
  return { basis: 'estimated', thresholdGM3: gasGM3 / OV_AT_USE_LEVEL, confidence: 'D', source: 'estimated from the use level' };
}

/** g/mol, where a row has none: the median of the catalogue's odorants. */
const TYPICAL_MOLAR_MASS = 180;
/** Unexplained rest of resins and absolutes: waxes, diterpenes, polyphenols; estimate. */
const HEAVY_REST = { molarMass: 320, psatPa: 1e-4 };
/** Share of the mass, %, below which the rest of a natural is taken as heavy. */
const EXPLAINED_ENOUGH_PCT = 50;

/** The unexplained rest of a natural: its family's median molecule, or a heavy one where less than half is explained. */
export function restOf(catalogue: Catalogue, material: Material, explainedPct: number): Substance {
  const family = mainFamily(material.families);
  const typical = family === null ? undefined : tablesOf(catalogue).typical.get(family);
  const { molarMass, psatPa } = explainedPct < EXPLAINED_ENOUGH_PCT || !typical ? HEAVY_REST : typical;
  return {
    key: `rest:${material.id}`,
    name: `${material.name} (rest)`,
    molarMass,
    psatPa,
    psatBasis: 'estimate (pseudo-component)',
    boilingPointC: null,
    groups: null,
    perception: fromUseLevel(material, molarMass, psatPa),
    solvent: false,
  };
}

function typicalByFamily(catalogue: Catalogue): ReadonlyMap<Family, { molarMass: number; psatPa: number }> {
  const members = new Map<Family, { molarMass: number[]; psatPa: number[] }>();
  for (const { kind, families, molarMass, vapourPressureLiquidPa } of catalogue.materials) {
    const family = mainFamily(families);
    if (kind !== 'synthetic' || family === null || molarMass === null || vapourPressureLiquidPa === null) continue;
    const lists = members.get(family) ?? { molarMass: [], psatPa: [] };
    members.set(family, lists);
    lists.molarMass.push(molarMass);
    lists.psatPa.push(vapourPressureLiquidPa);
  }
  return new Map([...members].map(([family, lists]) => [family, { molarMass: median(lists.molarMass), psatPa: median(lists.psatPa) }]));
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
