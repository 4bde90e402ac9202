import type { CostCap, Reading } from '../brief/reading.ts';
import { DomainError } from '../error.ts';
import type { MaterialLine } from '../formula/formula.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, mainFamily, NOTES, type Note } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { priceKrwPerKg } from '../ingredient/price.ts';
import { f64 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import type { IfraCategory, Market } from '../regulation/category.ts';
import { type BriefTarget, buildTarget, FAMILY_COUNT, shareIn } from './brief-target.ts';
import { budgetKrwPerKg } from './budget.ts';
import { refuseInfeasible } from './infeasible.ts';
import type { Limits } from './limits.ts';
import { type LimitRule, type LimitsInput, makeLimits, type Obstacle } from './make-limits.ts';
import { type Evaluation, evaluateSheet, newEvaluation } from './objective.ts';
import { buildPalette, isFamily, type Palette, SMALLEST_PCT } from './palette.ts';
import { type PaletteOdour, paletteOdour } from './palette-odour.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { sampleSheet } from './sample-sheet.ts';
import { MOST_LINES, newSheet, type Sheet } from './sheet.ts';

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

/** An excluded family may still come along as a side of other materials, up to this share of the mass. */
const EXCLUDED_FAMILY_PCT = 3;
/** A family with at least this share of the brief is represented by a material of its own. */
const SPOKEN_SHARE = 0.1;
/** What is asked for stands at a middling dose, and this much is enough of materials that are used by the tens of percent. */
const ASKED_FOR_PCT = 2;
const FEWEST_LINES = 5;
const USUAL_FEWEST_LINES = 8;
const REACH_SAMPLES = 96;

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

interface LimitsWish {
  readonly palette: Palette;
  readonly reading: Reading;
  readonly options: ProblemOptions;
  readonly target: BriefTarget;
  readonly price: readonly (number | null)[];
  readonly budget: number | null;
  readonly locked: readonly { readonly id: string; readonly pct: number }[];
}

/**
 * asked: within the use ranges, and what is asked for at a middling dose, so that it is smelt. usual: asked-for materials at
 * their smallest dose. law: only the law (a short shelf). The first that leaves room is taken.
 */
const WIDTHS = ['asked', 'usual', 'law'] as const;
type Width = (typeof WIDTHS)[number];

/** Throws 'infeasible' when even the law alone leaves no formula. */
function findLimits(wish: LimitsWish): { limits: Limits; widened: string | null } {
  refuseIllegalLocks(wish);
  let obstacle: Obstacle = 'room';
  for (const width of WIDTHS) {
    const input = limitsInput(wish, width);
    if (wish.palette.materials.length < FEWEST_LINES) break;
    const limits = makeLimits(input);
    if (typeof limits !== 'string') {
      return {
        limits,
        widened: width === 'law' ? '쓸 수 있는 원료가 적어서 권장 사용량을 넘는 줄이 있어요 (법적 한도는 지켰어요).' : null,
      };
    }
    obstacle = limits;
    // More of the cheap materials than anyone uses would buy the budget with the perfume.
    if (obstacle === 'budget' && width === 'usual') break;
  }
  return refuseInfeasible(wish.palette, limitsInput(wish, obstacle === 'budget' ? 'usual' : 'law'), obstacle, wish.options);
}

/** A locked line stays as it is, so it must be legal on its own, and all of them must leave room for others. */
function refuseIllegalLocks({ palette, locked }: LimitsWish): void {
  for (const { id, pct } of locked) {
    const i = palette.law.materialIds.indexOf(id);
    const legal = Math.floor((palette.law.capsPct[i] ?? 0) * 100 + 1e-9) / 100;
    if (pct <= legal) continue;
    const name = palette.materials[i]?.nameKo ?? id;
    throw new DomainError(
      'infeasible',
      `locked ${id} at ${pct} % is above its legal ${legal} %`,
      `고정한 ${name}이(가) 한도 ${legal} %를 넘어요.`,
      {
        causes: { locked: 1 },
        relax: { kind: 'lock', ingredient: id, max_pct: legal },
      },
    );
  }
  const sum = locked.reduce((total, { pct }) => total + pct, 0);
  if (sum > 100) {
    throw new DomainError('infeasible', `locked lines sum to ${sum} %`, `고정한 줄의 합이 ${sum.toFixed(2)} %로 100 %를 넘어요.`, {
      causes: { locked: 1 },
      relax: { kind: 'fewer_wishes' },
    });
  }
}

function limitsInput({ palette, reading, target, price, budget, locked }: LimitsWish, width: Width): LimitsInput {
  const { materials, law } = palette;
  const place = new Map(materials.map(({ id }, i) => [id, i]));
  const at = (id: string): number => place.get(id) ?? -1;
  const lockedAt = locked.map(({ id, pct }) => ({ index: at(id), pct }));
  const forced = palette.wanted.map(at);
  const needed = new Set([...forced, ...lockedAt.map(({ index }) => index)]);
  const capPct = materials.map((material, i) => {
    const legal = Math.floor((law.capsPct[i] ?? 0) * 100 + 1e-9) / 100;
    return width === 'law' || lockedAt.some(({ index }) => index === i)
      ? legal
      : Math.min(legal, Math.max(SMALLEST_PCT, material.useMaxPct));
  });
  const minPct = materials.map((material, i) => {
    const wanted = width === 'asked' && forced.includes(i);
    const middling = Math.min(ASKED_FOR_PCT, Math.sqrt(material.useMinPct * (capPct[i] ?? 0)));
    const smallest = wanted ? Math.max(material.useMinPct, middling) : material.useMinPct;
    const usual = Math.ceil(smallest * 100 - 1e-9) / 100;
    const cap = capPct[i] ?? 0;
    return usual <= cap ? Math.max(SMALLEST_PCT, usual) : needed.has(i) || width === 'law' ? SMALLEST_PCT : cap;
  });
  const complexityLines = Math.round(12 + 24 * reading.complexity);
  return {
    minPct,
    capPct,
    rules: [...law.rows, ...excludedFamilyRules(reading, materials, minPct, needed)],
    price,
    budget,
    locked: lockedAt,
    forced,
    groups: groupsOf(palette, reading, target, at),
    minLines: materials.length >= 2 * USUAL_FEWEST_LINES ? USUAL_FEWEST_LINES : Math.min(FEWEST_LINES, materials.length),
    maxLines: width === 'law' ? MOST_LINES : Math.min(MOST_LINES, Math.max(complexityLines, 8 + needed.size)),
    weight: materials.map((material, i) => drawWeightOf(material, target, price[i] ?? null, budget)),
  };
}

/** Σ share of the excluded family ≤ 3 % of the mass; what is asked for may carry more than that on its own. */
function excludedFamilyRules(
  reading: Reading,
  materials: readonly Material[],
  minPct: readonly number[],
  needed: ReadonlySet<number>,
): LimitRule[] {
  return reading.exclude_families.map((family) => {
    const shares = materials.map((material) => shareIn(material.families, family));
    const owed = shares.reduce((sum, share, i) => (needed.has(i) ? sum + share * (minPct[i] ?? 0) : sum), 0);
    const limit = Math.max(EXCLUDED_FAMILY_PCT, 2 * owed);
    const indices = shares.flatMap((share, i) => (share > 0 ? [i] : []));
    return { indices, ratioPerPct: indices.map((i) => (shares[i] ?? 0) / limit) };
  });
}

/** One of each: wishes with several meanings, families that the brief speaks of, families named in a pyramid slot. */
function groupsOf(palette: Palette, reading: Reading, target: BriefTarget, at: (id: string) => number): number[][] {
  const { materials } = palette;
  const suits = (i: number): number => {
    const material = materials[i];
    return material ? FAMILIES.reduce((sum, family, f) => sum + shareIn(material.families, family) * f64(target.share, f), 0) : 0;
  };
  const best = (indices: number[]): number[] => indices.sort((a, b) => suits(b) - suits(a) || a - b);
  const ofMain = (wanted: string, note: Note | null): number[] =>
    materials.flatMap((material, i) => (mainFamily(material.families) === wanted && (note === null || material.note === note) ? [i] : []));
  const groups = palette.wantedAny.map((ids) => best(ids.map(at)));
  FAMILIES.forEach((family, f) => {
    if (f64(target.share, f) >= SPOKEN_SHARE) groups.push(best(ofMain(family, null)));
  });
  for (const note of NOTES) {
    for (const name of reading.pyramid?.[note] ?? []) {
      if (isFamily(name)) groups.push(best(ofMain(name, note)));
    }
  }
  return groups.filter((group) => group.length > 0);
}

/** Fit to the brief above a floor that keeps every material in play; dear materials are rare where money is short. */
function drawWeightOf(material: Material, target: BriefTarget, price: number | null, budget: number | null): number {
  let weight = 0.08;
  FAMILIES.forEach((family, f) => {
    weight += shareIn(material.families, family) * f64(target.share, f);
  });
  if (target.natural && material.kind === 'natural') weight *= 3;
  if (target.lowAllergen && (material.euAllergen || material.krAllergen25)) weight *= 0.3;
  if (budget !== null && price !== null && price > budget) weight *= Math.max(0.05, budget / price);
  return weight;
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

/** What random admissible formulas of this palette reach: the scale for "loud" and "dear". */
function reachOf(problem: EvolveProblem): Pick<EvolveProblem, 'quietest' | 'loudest' | 'costEdges' | 'typical'> {
  const rng = Rng.fromSeed(0x0d0a);
  const sheet = newSheet();
  const out = newEvaluation();
  const intensities = new Float64Array(REACH_SAMPLES);
  const costs = new Float64Array(REACH_SAMPLES);
  const mismatches = new Float64Array(REACH_SAMPLES);
  const imbalances = new Float64Array(REACH_SAMPLES);
  for (let i = 0; i < REACH_SAMPLES; i++) {
    sampleSheet(problem.limits, sheet, rng);
    evaluateSheet(problem, sheet, out);
    intensities[i] = out.intensity;
    mismatches[i] = f64(out.objectives, 0);
    costs[i] = f64(out.objectives, 1);
    imbalances[i] = f64(out.objectives, 2);
  }
  for (const seen of [intensities, costs, mismatches, imbalances]) seen.sort();
  const at = (sorted: Float64Array, part: number): number => f64(sorted, Math.floor(part * (REACH_SAMPLES - 1)));
  const quietest = at(intensities, 0.05);
  return {
    quietest,
    loudest: Math.max(at(intensities, 0.95), quietest + 1e-6),
    costEdges: Float64Array.of(at(costs, 0.25), at(costs, 0.5), at(costs, 0.75)),
    typical: Float64Array.of(at(mismatches, 0.5), at(costs, 0.5), at(imbalances, 0.5)).map((value) => Math.max(value, 0.01)),
  };
}

const denseSheet = newSheet();
const denseEvaluation = newEvaluation();

/**
 * `repair` and `evaluate` on dense amounts (n numbers, palette order), for the policy's edit environment: no allocation.
 * `x` holds weights of any scale and is written over with % of the concentrate.
 */
export function repair(problem: EvolveProblem, x: Float64Array, rng: Rng | null = null): void {
  gather(x, denseSheet, problem.limits.maxLines);
  repairToLimits(problem.limits, denseSheet, rng);
  x.fill(0);
  for (let i = 0; i < denseSheet.count; i++) x[denseSheet.index[i] as number] = f64(denseSheet.pct, i);
}

/** Valid until the next call. */
export function evaluate(problem: EvolveProblem, x: Float64Array): Evaluation {
  gather(x, denseSheet, MOST_LINES);
  evaluateSheet(problem, denseSheet, denseEvaluation);
  return denseEvaluation;
}

/** The `most` largest entries of x as a sheet. */
function gather(x: Float64Array, sheet: Sheet, most: number): void {
  sheet.count = 0;
  let smallest = 0;
  for (let i = 0; i < x.length; i++) {
    const amount = f64(x, i);
    if (!(amount > 0)) continue;
    if (sheet.count === most) {
      if (amount <= f64(sheet.pct, smallest)) continue;
      for (let k = smallest; k < most - 1; k++) {
        sheet.index[k] = sheet.index[k + 1] as number;
        sheet.pct[k] = f64(sheet.pct, k + 1);
      }
      sheet.count--;
    }
    sheet.index[sheet.count] = i;
    sheet.pct[sheet.count] = amount;
    sheet.count++;
    if (sheet.count === most) {
      smallest = 0;
      for (let k = 1; k < most; k++) if (f64(sheet.pct, k) < f64(sheet.pct, smallest)) smallest = k;
    }
  }
}
