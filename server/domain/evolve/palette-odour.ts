import type { Product } from '../brief/product.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import { carrierOf } from '../odour/carrier.ts';
import {
  FAR_DILUTION,
  GAS_CONSTANT,
  INTENSITY,
  MASS_TRANSFER_M_S,
  SKIN_K,
  SPRAY_AREA_M2,
  SPRAY_MG,
  STEVENS_EXPONENT,
} from '../odour/constants.ts';
import { partsOf } from '../odour/liquid.ts';
import { intensityOf } from '../odour/perception.ts';
import type { Substance } from '../odour/substance.ts';
import { activityModel, unifacOf } from '../odour/unifac.ts';
import { vapourPressureAt } from '../odour/vapour-pressure.ts';

/**
 * The physics of the dry-down in a form that a loop can afford. With dτ = dt/N (N = moles left) the equations of evaporation come
 * apart, n_i(τ) = n_i e^(−a_i γ_i τ), so one table over a fixed grid of τ serves every formula; only the clock t(τ) = ∫N dτ is the
 * formula's own. Intensity of a molecule at grid point g for c % of the concentrate is strength[g]·(c/N_g)^0.35, anchored at its
 * usual level on its measured or Stevens curve. γ comes from UNIFAC along the dry-down of a reference perfume.
 */
export interface PaletteOdour {
  /** Points of the τ grid. */
  readonly points: number;
  /** s/mol */
  readonly tau: Float64Array;
  /** n × points: moles left per % of the concentrate. */
  readonly moles: Float64Array;
  /** points: moles of carrier left. */
  readonly carrierMoles: Float64Array;
  /** The molecules that speak in each material (CSR) with their part of its mass. */
  readonly partStart: Int32Array;
  readonly partMolecule: Int32Array;
  readonly partShare: Float64Array;
  readonly molecules: number;
  /** molecules × points */
  readonly strength: Float64Array;
  /** molecules × points: the same at arm's length. */
  readonly farStrength: Float64Array;
  /** molecules: the most its curve ever reaches, 0–100. */
  readonly ceiling: Float64Array;
}

/** From before a spray of alcohol is dry to beyond three days of a heavy base, s/mol. */
const FIRST_TAU = 2e4;
const LAST_TAU = 2e10;
const POINTS = 18;
/** Parts of a natural that never reach this share of its strongest molecule are not heard. */
const HEARD = 0.35;
const MOST_PARTS = 6;
const LEAST_LEVEL_PCT = 1e-3;

/** Briefs of one product and dose share the table of the whole catalogue. */
const tables = new WeakMap<Catalogue, Map<string, { readonly table: PaletteOdour; readonly place: ReadonlyMap<string, number> }>>();
const MOST_TABLES = 32;

export function paletteOdour(catalogue: Catalogue, materialIds: readonly string[], product: Product, dosePct: number): PaletteOdour {
  const { table, place } = wholeTable(catalogue, product, dosePct);
  const rows = materialIds.map((id) => place.get(id) ?? -1);
  const moles = new Float64Array(rows.length * POINTS);
  const partStart = new Int32Array(rows.length + 1);
  const partMolecule: number[] = [];
  const partShare: number[] = [];
  rows.forEach((row, i) => {
    if (row >= 0) {
      moles.set(table.moles.subarray(row * POINTS, (row + 1) * POINTS), i * POINTS);
      for (let p = table.partStart[row] ?? 0; p < (table.partStart[row + 1] ?? 0); p++) {
        partMolecule.push(table.partMolecule[p] ?? 0);
        partShare.push(table.partShare[p] ?? 0);
      }
    }
    partStart[i + 1] = partMolecule.length;
  });
  return { ...table, moles, partStart, partMolecule: Int32Array.from(partMolecule), partShare: Float64Array.from(partShare) };
}

function wholeTable(catalogue: Catalogue, product: Product, dosePct: number) {
  let known = tables.get(catalogue);
  if (!known) {
    known = new Map();
    tables.set(catalogue, known);
  }
  const key = `${product}|${dosePct}`;
  let entry = known.get(key);
  if (!entry) {
    const materials = catalogue.materials.filter(({ kind }) => kind !== 'solvent');
    entry = { table: tabulate(catalogue, materials, product, dosePct), place: new Map(materials.map(({ id }, i) => [id, i])) };
    const [oldest] = known.keys();
    if (known.size >= MOST_TABLES && oldest !== undefined) known.delete(oldest);
    known.set(key, entry);
  }
  return entry;
}

interface Molecule {
  readonly substance: Substance;
  /** Highest amount that a material brings at its usual level, % of the concentrate: where the curve is anchored. */
  level: number;
  /** Amount in the reference perfume, mol. */
  referenceMoles: number;
}

function tabulate(catalogue: Catalogue, materials: readonly Material[], product: Product, dosePct: number): PaletteOdour {
  const gramsPerPct = ((SPRAY_MG / 1000) * dosePct) / 100 / 100;
  const levels = materials.map(({ useMinPct, useMaxPct }) =>
    Math.max(LEAST_LEVEL_PCT, Math.sqrt(Math.max(useMinPct, LEAST_LEVEL_PCT) * Math.max(useMaxPct, LEAST_LEVEL_PCT))),
  );
  const whole = levels.reduce((sum, level) => sum + level, 0);
  const molecules: Molecule[] = [];
  const indexOf = new Map<string, number>();
  const add = (substance: Substance, level: number, moles: number): number => {
    let m = indexOf.get(substance.key);
    if (m === undefined) {
      m = molecules.length;
      indexOf.set(substance.key, m);
      molecules.push({ substance, level: 0, referenceMoles: 0 });
    }
    const molecule = molecules[m] as Molecule;
    molecule.level = Math.max(molecule.level, level);
    molecule.referenceMoles += moles;
    return m;
  };
  const parts = materials.map((material, i) =>
    partsOf(catalogue, material).map(({ substance, share }) => {
      const level = (levels[i] ?? 0) * share;
      return { molecule: add(substance, level, (((100 * level) / whole) * gramsPerPct) / substance.molarMass), share };
    }),
  );
  const carrier = carrierOf(product).flatMap(({ materialId, pct }) =>
    partsOf(catalogue, materialOf(catalogue, materialId)).map(({ substance, share }) => {
      const moles = ((SPRAY_MG / 1000) * (1 - dosePct / 100) * (pct / 100) * share) / substance.molarMass;
      return { molecule: add(substance, 0, moles), moles };
    }),
  );
  const { tau, left, gamma, referenceLeft } = dryDown(catalogue, molecules);

  const size = molecules.length;
  const strength = new Float64Array(size * POINTS);
  const farStrength = new Float64Array(size * POINTS);
  const ceiling = new Float64Array(size);
  molecules.forEach(({ substance, level }, m) => {
    const { perception, psatPa, boilingPointC } = substance;
    ceiling[m] = perception.basis === 'measured' ? Math.min(INTENSITY.max, perception.curve.max) : INTENSITY.max;
    if (psatPa === null || level <= 0 || substance.solvent || perception.basis === 'none') return;
    const pa = vapourPressureAt(psatPa, boilingPointC, SKIN_K);
    for (let g = 0; g < POINTS; g++) {
      const cell = m * POINTS + g;
      const moles = ((level * gramsPerPct) / substance.molarMass) * (left[cell] ?? 0);
      const total = referenceLeft[g] ?? 0;
      const gas = ((gamma[cell] ?? 1) * (moles / total) * pa * substance.molarMass) / (GAS_CONSTANT * SKIN_K);
      const scale = (total / level) ** STEVENS_EXPONENT;
      strength[cell] = (intensityOf(perception, gas) ?? 0) * scale;
      farStrength[cell] = (intensityOf(perception, gas * FAR_DILUTION) ?? 0) * scale;
    }
  });

  const moles = new Float64Array(materials.length * POINTS);
  const partStart = new Int32Array(materials.length + 1);
  const partMolecule: number[] = [];
  const partShare: number[] = [];
  parts.forEach((list, i) => {
    for (const { molecule, share } of list) {
      const perPct = (gramsPerPct * share) / (molecules[molecule] as Molecule).substance.molarMass;
      for (let g = 0; g < POINTS; g++) moles[i * POINTS + g] = (moles[i * POINTS + g] ?? 0) + perPct * (left[molecule * POINTS + g] ?? 0);
    }
    for (const { molecule, share } of heardParts(list, levels[i] ?? 0, strength)) {
      partMolecule.push(molecule);
      partShare.push(share);
    }
    partStart[i + 1] = partMolecule.length;
  });
  const carrierMoles = Float64Array.from({ length: POINTS }, (_, g) =>
    carrier.reduce((sum, part) => sum + part.moles * (left[part.molecule * POINTS + g] ?? 0), 0),
  );
  return {
    points: POINTS,
    tau,
    moles,
    carrierMoles,
    partStart,
    partMolecule: Int32Array.from(partMolecule),
    partShare: Float64Array.from(partShare),
    molecules: size,
    strength,
    farStrength,
    ceiling,
  };
}

/** The molecules of a material that are its strongest, or near it, at some point of the dry-down. */
function heardParts(
  parts: readonly { readonly molecule: number; readonly share: number }[],
  level: number,
  strength: Float64Array,
): { molecule: number; share: number }[] {
  const merged = new Map<number, number>();
  for (const { molecule, share } of parts) merged.set(molecule, (merged.get(molecule) ?? 0) + share);
  const list = [...merged].map(([molecule, share]) => ({ molecule, share, heard: 0 }));
  for (let g = 0; g < POINTS; g++) {
    const felt = list.map(({ molecule, share }) => (strength[molecule * POINTS + g] ?? 0) * (level * share) ** STEVENS_EXPONENT);
    const most = Math.max(...felt);
    if (most <= 0) continue;
    for (const [p, part] of list.entries()) part.heard = Math.max(part.heard, (felt[p] ?? 0) / most);
  }
  return list
    .filter(({ heard }) => heard >= HEARD)
    .sort((a, b) => b.heard - a.heard || a.molecule - b.molecule)
    .slice(0, MOST_PARTS);
}

/** Share of each molecule left, and its γ, along the τ grid: the reference perfume dries down with γ renewed at every point. */
function dryDown(catalogue: Catalogue, molecules: readonly Molecule[]) {
  const size = molecules.length;
  const model = activityModel(
    unifacOf(catalogue.odour),
    molecules.map(({ substance }) => substance.groups),
    SKIN_K,
  );
  const speed = Float64Array.from(molecules, ({ substance: { psatPa, boilingPointC } }) =>
    psatPa === null ? 0 : (MASS_TRANSFER_M_S * SPRAY_AREA_M2 * vapourPressureAt(psatPa, boilingPointC, SKIN_K)) / (GAS_CONSTANT * SKIN_K),
  );
  const tau = Float64Array.from({ length: POINTS }, (_, g) => FIRST_TAU * (LAST_TAU / FIRST_TAU) ** (g / (POINTS - 1)));
  const left = new Float64Array(size * POINTS);
  const gamma = new Float64Array(size * POINTS);
  const referenceLeft = new Float64Array(POINTS);
  const moles = Float64Array.from(molecules, ({ referenceMoles }) => referenceMoles);
  const share = new Float64Array(size).fill(1);
  const now = new Float64Array(size);
  model.gamma(moles, now);
  for (let g = 0; g < POINTS; g++) {
    const passed = (tau[g] ?? 0) - (g > 0 ? (tau[g - 1] ?? 0) : 0);
    for (let i = 0; i < size; i++) {
      const stays = Math.exp(-(speed[i] ?? 0) * (now[i] ?? 1) * passed);
      share[i] = (share[i] ?? 0) * stays;
      moles[i] = Math.max((moles[i] ?? 0) * stays, Number.MIN_VALUE);
    }
    model.gamma(moles, now);
    for (let i = 0; i < size; i++) {
      left[i * POINTS + g] = share[i] ?? 0;
      gamma[i * POINTS + g] = now[i] ?? 1;
      referenceLeft[g] = (referenceLeft[g] ?? 0) + (moles[i] ?? 0);
    }
  }
  return { tau, left, gamma, referenceLeft };
}
