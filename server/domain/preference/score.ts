import type { Evaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import type { Sheet } from '../evolve/sheet.ts';
import { FAMILIES } from '../ingredient/family.ts';
import { f64 } from '../math/element.ts';
import { FACT, FACTS_SIZE, factsOf } from './facts.ts';
import { FEATURE, materialEffect } from './features.ts';

const F = FAMILIES.length;
/** Facts, squares of the profile, squares of the three measures. */
const TERMS = FACTS_SIZE + F + 3;

/** Weights of one taste as drawn or at the mode: shared ones and one designer's own per family. */
export interface TasteWeights {
  readonly shared: Float64Array;
  readonly personal: Float64Array | null;
}

export interface TasteInput {
  readonly mean: TasteWeights;
  readonly samples: readonly TasteWeights[];
  /** Catalogue ids in the order of the material features. */
  readonly materials: readonly string[];
}

/**
 * A taste folded for one brief: with the asked-for shares fixed, the model is linear in 67 figures and the materials present, so that
 * a score costs two microseconds. Utilities are stars around three.
 */
export class TasteScorer {
  readonly problem: EvolveProblem;
  readonly #mean: Float64Array;
  readonly #samples: Float64Array;
  readonly #materialMean: Float64Array;
  readonly #materialSamples: Float64Array;
  readonly #draws: number;
  readonly #facts = new Float64Array(FACTS_SIZE);
  readonly #sums: Float64Array;

  constructor(problem: EvolveProblem, taste: TasteInput) {
    this.problem = problem;
    const wanted = problem.target.share;
    const place = new Map(taste.materials.map((id, i) => [id, i]));
    const indices = problem.materials.map(({ id }) => place.get(id) ?? -1);
    this.#draws = taste.samples.length;
    this.#mean = fold(taste.mean, wanted);
    this.#samples = new Float64Array((TERMS + 1) * this.#draws);
    this.#materialMean = Float64Array.from(indices, (at) => (at < 0 ? 0 : f64(taste.mean.shared, FEATURE.materials + at)));
    this.#materialSamples = new Float64Array(problem.n * this.#draws);
    taste.samples.forEach((sample, s) => {
      const folded = fold(sample, wanted);
      for (let k = 0; k <= TERMS; k++) this.#samples[k * this.#draws + s] = f64(folded, k) - f64(this.#mean, k);
      // What shifts every formula alike is no doubt about which is better.
      this.#samples[TERMS * this.#draws + s] = 0;
      indices.forEach((at, i) => {
        if (at >= 0) this.#materialSamples[i * this.#draws + s] = f64(sample.shared, FEATURE.materials + at) - f64(this.#materialMean, i);
      });
    });
    this.#sums = new Float64Array(this.#draws);
  }

  /** Posterior mean utility in stars. Leaves the brief score readable in `briefScore`. */
  mean(sheet: Sheet, evaluation: Evaluation): number {
    const facts = this.#facts;
    factsOf(this.problem, evaluation, facts);
    const w = this.#mean;
    let sum = f64(w, TERMS);
    for (let k = 0; k < FACTS_SIZE; k++) sum += f64(w, k) * f64(facts, k);
    for (let f = 0; f < F; f++) sum += f64(w, FACTS_SIZE + f) * f64(facts, f) ** 2;
    for (let m = 0; m < 3; m++) sum += f64(w, FACTS_SIZE + F + m) * f64(facts, FACT.effectiveNumber + m) ** 2;
    for (let i = 0; i < sheet.count; i++) {
      sum += f64(this.#materialMean, sheet.index[i] as number) * materialEffect(f64(sheet.pct, i));
    }
    return sum;
  }

  /** Brief score of the formula last given to `mean`. */
  get briefScore(): number {
    return f64(this.#facts, FACT.briefScore);
  }

  /** Standard deviation of the utility of the formula last given to `mean`, leaving out what shifts all formulas alike. */
  deviation(sheet: Sheet): number {
    // Fields are read once: inside the loops every read of a private field costs as much as the arithmetic.
    const sums = this.#sums;
    const facts = this.#facts;
    const samples = this.#samples;
    const materials = this.#materialSamples;
    const draws = this.#draws;
    if (draws === 0) return 0;
    sums.fill(0);
    for (let k = 0; k < FACTS_SIZE; k++) addScaled(sums, samples, k * draws, f64(facts, k), draws);
    for (let f = 0; f < F; f++) addScaled(sums, samples, (FACTS_SIZE + f) * draws, f64(facts, f) ** 2, draws);
    for (let m = 0; m < 3; m++) addScaled(sums, samples, (FACTS_SIZE + F + m) * draws, f64(facts, FACT.effectiveNumber + m) ** 2, draws);
    for (let i = 0; i < sheet.count; i++) {
      addScaled(sums, materials, (sheet.index[i] as number) * draws, materialEffect(f64(sheet.pct, i)), draws);
    }
    let squares = 0;
    for (let s = 0; s < draws; s++) squares += f64(sums, s) ** 2;
    return Math.sqrt(squares / draws);
  }
}

/** sums += value × the row of `draws` figures at `at`. */
function addScaled(sums: Float64Array, rows: Float64Array, at: number, value: number, draws: number): void {
  if (value === 0) return;
  for (let s = 0; s < draws; s++) sums[s] = f64(sums, s) + value * f64(rows, at + s);
}

/** Weights of the 67 figures (and the constant last) for one brief's asked-for shares. */
function fold({ shared, personal }: TasteWeights, wanted: Float64Array): Float64Array {
  const out = new Float64Array(TERMS + 1);
  for (let f = 0; f < F; f++) {
    let weight = f64(shared, FEATURE.profile + f) + (personal === null ? 0 : f64(personal, f));
    for (let t = 0; t < F; t++) weight += f64(shared, FEATURE.profileByTarget + f * F + t) * f64(wanted, t);
    out[f] = weight;
    out[FACTS_SIZE + f] = f64(shared, FEATURE.profileSquared + f);
    out[FACT.contrast + f] = f64(shared, FEATURE.contrast + f);
  }
  for (let n = 0; n < 3; n++) {
    out[FACT.notes + n] = f64(shared, FEATURE.notes + n);
    out[FACT.mismatches + n] = f64(shared, FEATURE.mismatches + n);
    out[FACT.effectiveNumber + n] = f64(shared, FEATURE.measures + 2 * n);
    out[FACTS_SIZE + F + n] = f64(shared, FEATURE.measures + 2 * n + 1);
  }
  out[FACT.briefScore] = f64(shared, FEATURE.briefScore);
  // A designer's own weights count from an equal share of every family.
  const equalShare = personal === null ? 0 : personal.reduce((sum, value) => sum + value, 0) / F;
  out[TERMS] = f64(shared, FEATURE.bias) - equalShare;
  return out;
}
