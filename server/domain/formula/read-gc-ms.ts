import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { nameKey } from '../ingredient/resolve-material.ts';
import type { MaterialLine } from './formula.ts';
import { nonNegativeLeastSquares } from './non-negative-least-squares.ts';

export interface GcPeak {
  readonly name?: string;
  readonly cas?: string;
  /** Area share, % of all peaks (taken as mass share: response factors are not known). */
  readonly areaPct: number;
}

export interface GcReading {
  /** Materials that together give these peaks, % of the peaks' sum, largest first. */
  readonly lines: readonly MaterialLine[];
  /** ‖peaks − explained‖ ÷ ‖peaks‖; 0 = everything explained. */
  readonly residual: number;
  /** Peaks of which more than 0.05 points stay unexplained (below 0: more was explained than measured). */
  readonly unexplained: readonly { readonly substance: string; readonly pct: number }[];
  /** Peaks that no material of the catalogue holds, as they came. */
  readonly unknown: readonly GcPeak[];
}

/** A natural comes into question when its peaks cover this part of its known composition. */
const COVERED = 0.6;
/** What a single molecule costs against a natural that explains the same, so that an oil is found as the oil. */
const SINGLE_COST = 0.005;
const SHOWN_PCT = 0.05;

/**
 * A GC-MS peak list to materials: non-negative least squares over the typical compositions of naturals and all single
 * materials. Naturals are preferred where both explain a peak. An estimate: oils vary, and areas are not masses.
 */
export function readGcMs(catalogue: Catalogue, peaks: readonly GcPeak[]): GcReading {
  const substances = substanceIndex(catalogue);
  const measured = new Map<string, number>();
  const unknown: GcPeak[] = [];
  for (const peak of peaks) {
    const key = (peak.cas && substances.byCas.get(peak.cas)) ?? (peak.name && substances.byName.get(nameKey(peak.name)));
    if (!key || !(peak.areaPct > 0)) unknown.push(peak);
    else measured.set(key, (measured.get(key) ?? 0) + peak.areaPct);
  }
  // What an oil should show and was not measured speaks against the oil: those substances stand in the fit with 0.
  const axes = [...new Set([...measured.keys(), ...substances.ofConstituent.values()])];
  const axisOf = new Map(axes.map((substance, axis) => [substance, axis]));
  const b = Float64Array.from(axes, (substance) => measured.get(substance) ?? 0);
  const candidates = catalogue.materials.flatMap((material) => {
    const column = columnOf(substances, material, axisOf, b);
    return column ? [{ material, column }] : [];
  });
  const cost = candidates.map(({ material }) => (material.kind === 'natural' ? 0 : SINGLE_COST));
  const { x, residual } = nonNegativeLeastSquares(
    candidates.map(({ column }) => column),
    b,
    cost,
  );
  const norm = Math.hypot(...b);
  return {
    lines: candidates
      .map(({ material }, j) => ({ materialId: material.id, pct: (x[j] ?? 0) as number }))
      .filter(({ pct }) => pct >= SHOWN_PCT)
      .sort((a, c) => c.pct - a.pct),
    residual: norm > 0 ? Math.hypot(...residual) / norm : 0,
    unexplained: axes
      .map((substance, i) => ({ substance: substances.nameOf.get(substance) ?? substance, pct: residual[i] as number }))
      .filter(({ pct }) => Math.abs(pct) > SHOWN_PCT),
    unknown,
  };
}

interface SubstanceIndex {
  readonly byCas: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, string>;
  readonly nameOf: ReadonlyMap<string, string>;
  /** Key of the substance that a constituent or a single material is. */
  readonly ofConstituent: ReadonlyMap<string, string>;
}

function substanceIndex(catalogue: Catalogue): SubstanceIndex {
  const byCas = new Map<string, string>();
  const byName = new Map<string, string>();
  const nameOf = new Map<string, string>();
  const ofConstituent = new Map<string, string>();
  for (const material of catalogue.materials) {
    if (material.kind === 'natural') continue;
    byCas.set(material.cas, material.cas);
    nameOf.set(material.cas, material.name);
    for (const name of [material.name, material.nameKo, ...material.synonyms]) byName.set(nameKey(name), material.cas);
  }
  for (const { key, cas, name, ingredientId } of catalogue.constituents) {
    const sold = ingredientId === null ? undefined : catalogue.materials.find(({ id }) => id === ingredientId);
    const substance = sold && sold.kind !== 'natural' ? sold.cas : (cas ?? key);
    ofConstituent.set(key, substance);
    if (cas !== null && !byCas.has(cas)) byCas.set(cas, substance);
    if (!byName.has(nameKey(name))) byName.set(nameKey(name), substance);
    if (!nameOf.has(substance)) nameOf.set(substance, name);
  }
  return { byCas, byName, nameOf, ofConstituent };
}

/** Parts of the substances in a material; null when it cannot be what was measured. */
function columnOf(
  substances: SubstanceIndex,
  material: Material,
  axisOf: ReadonlyMap<string, number>,
  measured: Float64Array,
): Float64Array | null {
  if (material.kind !== 'natural') {
    const axis = axisOf.get(material.cas);
    if (axis === undefined || measured[axis] === 0) return null;
    const column = new Float64Array(measured.length);
    column[axis] = 1;
    return column;
  }
  const column = new Float64Array(measured.length);
  let covered = 0;
  let known = 0;
  for (const { constituent, pct } of material.majorConstituents) {
    known += pct;
    const axis = axisOf.get(substances.ofConstituent.get(constituent) ?? '');
    if (axis === undefined) continue;
    if ((measured[axis] as number) > 0) covered += pct;
    column[axis] = (column[axis] as number) + pct / 100;
  }
  return known > 0 && covered / known >= COVERED ? column : null;
}
