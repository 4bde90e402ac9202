import type { CostCap, Reading } from '../brief/reading.ts';
import type { MaterialLine } from '../formula/formula.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, mainFamily, NOTES, type Note } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { priceKrwPerKg } from '../ingredient/price.ts';
import type { IfraCategory, Market } from '../regulation/category.ts';
import { type BriefTarget, buildTarget, FAMILY_COUNT, shareIn } from './brief-target.ts';
import { budgetKrwPerKg } from './budget.ts';
import type { Limits } from './limits.ts';
import { findLimits } from './limits-of-brief.ts';
import type { Evaluation } from './objective.ts';
import { buildPalette, type Palette } from './palette.ts';
import { type PaletteOdour, paletteOdour } from './palette-odour.ts';
import { reachOf } from './reach.ts';
import type { Sheet } from './sheet.ts';

/** Joins a preference model to the objective: gets the sheet and what is known about it, returns the mismatch to use, 0–1. */
export type ExtraScore = (sheet: Sheet, evaluation: Evaluation) => number;

export interface ProblemOptions {
  readonly dosePct: number;
  readonly category: IfraCategory;
  readonly market: Market;
  readonly krwPerUsd: number;
  /** Wins over the brief's own cap. */
  readonly costCap?: CostCap | null;
  /** Lines that stay exactly as they are. */
  readonly lockedLines?: readonly MaterialLine[];
  /** Material ids at hand; others are not proposed. */
  readonly shelf?: readonly string[];
  /** With locked lines: new lines only in these notes ("keep my heart, evolve the top"). */
  readonly openNotes?: readonly Note[];
  /** The user's own KRW per kg by material id. */
  readonly ownPrices?: Readonly<Record<string, number>>;
  readonly extraScore?: ExtraScore;
}

/** One brief as the evolution sees it: a palette, what is admissible on it, and what is wanted. */
export interface EvolveProblem {
  readonly catalogue: Catalogue;
  readonly options: ProblemOptions;
  readonly reading: Reading;
  readonly palette: Palette;
  readonly materials: readonly Material[];
  readonly n: number;
  readonly limits: Limits;
  readonly target: BriefTarget;
  readonly odour: PaletteOdour;
  /** Families of each material (CSR) with their shares. */
  readonly familyStart: Int32Array;
  readonly familyIndex: Int32Array;
  readonly familyShare: Float64Array;
  /** 0 top, 1 heart, 2 base. */
  readonly note: Int32Array;
  /** 1 for synthetics. */
  readonly unnatural: Float64Array;
  /** 1 for materials that are, or carry, a labelled allergen. */
  readonly allergen: Float64Array;
  /** 1 for materials without any price: a formula with one has no known cost. */
  readonly unpriced: Uint8Array;
  /** Materials with the same main family, by material. */
  readonly kin: readonly Int16Array[];
  readonly krwPerUsd: number;
  /** Range of intensity that random admissible formulas of this palette reach (5th to 95th percentile). */
  readonly quietest: number;
  readonly loudest: number;
  /** Quartiles of the cost objective over the same random formulas. */
  readonly costEdges: Float64Array;
  /** Medians of the objectives over the same random formulas: what each is worth against the others. */
  readonly typical: Float64Array;
  readonly extraScore: ExtraScore | null;
  /** Korean remarks on what the palette could not grant. */
  readonly remarks: readonly string[];
}

/**
 * Everything the evolution of one brief needs, computed once.
 * Throws DomainError 'infeasible' {causes, relax} before any generation when no formula can be admissible.
 */
export function buildProblem(catalogue: Catalogue, reading: Reading, options: ProblemOptions): EvolveProblem {
  const locked = (options.lockedLines ?? []).map(({ materialId, pct }) => ({ id: materialId, pct: Math.round(pct * 100) / 100 }));
  const palette = buildPalette(catalogue, {
    reading,
    category: options.category,
    dosePct: options.dosePct,
    market: options.market,
    lockedIds: locked.map(({ id }) => id),
    shelf: options.shelf ?? null,
    openNotes: options.openNotes ?? null,
  });
  const { materials } = palette;
  const target = buildTarget(reading, materials);
  const budget = budgetKrwPerKg(options.costCap === undefined ? reading.cost_cap : options.costCap, reading, options.dosePct);
  const price = materials.map((material) => priceKrwPerKg(material, options)?.krwPerKg ?? null);
  const { limits, widened } = findLimits({ palette, reading, options, target, price, budget, locked });
  const families = familiesOf(materials);
  const problem: EvolveProblem = {
    catalogue,
    options,
    reading,
    palette,
    materials,
    n: materials.length,
    limits,
    target,
    odour: paletteOdour(
      catalogue,
      materials.map(({ id }) => id),
      reading.product,
      options.dosePct,
    ),
    ...families,
    note: Int32Array.from(materials, ({ note }) => (note === null ? 1 : NOTES.indexOf(note))),
    unnatural: Float64Array.from(materials, ({ kind }) => (kind === 'natural' ? 0 : 1)),
    allergen: Float64Array.from(materials, (material) =>
      material.euAllergen || material.krAllergen25 || material.flags.includes('natural_allergen_rich') ? 1 : 0,
    ),
    unpriced: Uint8Array.from(price, (value) => (value === null ? 1 : 0)),
    kin: kinOf(materials),
    krwPerUsd: options.krwPerUsd,
    quietest: 0,
    loudest: 100,
    costEdges: new Float64Array(3),
    typical: new Float64Array(3).fill(1),
    extraScore: null,
    remarks: [...palette.refused, ...(widened ? [widened] : [])],
  };
  return { ...problem, ...reachOf(problem), extraScore: options.extraScore ?? null };
}

function familiesOf(materials: readonly Material[]): Pick<EvolveProblem, 'familyStart' | 'familyIndex' | 'familyShare'> {
  const familyStart = new Int32Array(materials.length + 1);
  const index: number[] = [];
  const share: number[] = [];
  materials.forEach((material, i) => {
    for (let f = 0; f < FAMILY_COUNT; f++) {
      const part = shareIn(material.families, FAMILIES[f] as (typeof FAMILIES)[number]);
      if (part <= 0) continue;
      index.push(f);
      share.push(part);
    }
    familyStart[i + 1] = index.length;
  });
  return { familyStart, familyIndex: Int32Array.from(index), familyShare: Float64Array.from(share) };
}

function kinOf(materials: readonly Material[]): Int16Array[] {
  const mains = materials.map(({ families }) => mainFamily(families));
  const byFamily = new Map(FAMILIES.map((family) => [family, Int16Array.from(mains.flatMap((main, i) => (main === family ? [i] : [])))]));
  return mains.map((main) => (main === null ? new Int16Array() : (byFamily.get(main) ?? new Int16Array())));
}
