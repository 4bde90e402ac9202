import type { Evaluation } from '../../evolve/objective.ts';
import type { EvolveProblem } from '../../evolve/problem.ts';
import type { Sheet } from '../../evolve/sheet.ts';
import { FAMILIES } from '../../ingredient/family.ts';
import type { Rng } from '../../math/rng.ts';
import { FACT, FACTS_SIZE, factsOf } from '../facts.ts';

const F = FAMILIES.length;

/** Standard deviation of what a perfumer writes down around what they feel, in stars. */
export const STAR_NOISE = 0.5;

export interface PerfumerOptions {
  /** Share of a family word's meaning that lies in other families than the catalogue says. */
  readonly confusion: number;
  /** How strongly the brief counts, in raw utility per unit of total variation. */
  readonly obedience: number;
  readonly globalTaste: number;
  readonly personalTaste: number;
  /** Liking or dislike of single materials, per root of share. */
  readonly materialTaste: number;
  /** Joy at two families together, per product of their shares. */
  readonly synergy: number;
}

export const USUAL_PERFUMER: PerfumerOptions = {
  confusion: 0.35,
  obedience: 7,
  globalTaste: 4,
  personalTaste: 3.5,
  materialTaste: 1,
  synergy: 8,
};

/**
 * A perfumer with hidden taste, to measure learning with: understands family words through a matrix of their own, likes and dislikes
 * families and materials, knows three good pairs, and has sweet spots of complexity and intensity. The model sees none of this.
 */
export class SimulatedPerfumer {
  /** Column t: what the word for family t means to this perfumer, Σ = 1. */
  readonly matrix: Float64Array;
  readonly #taste: Float64Array;
  readonly #synergies: readonly { readonly a: number; readonly b: number; readonly gain: number }[];
  readonly #sweetLines: number;
  readonly #sweetIntensity: number;
  readonly #materials: ReadonlyMap<string, number>;
  readonly #obedience: number;
  readonly #facts = new Float64Array(FACTS_SIZE);
  /** Raw utility → stars: set by `calibrate`. */
  #centre = 0;
  #spread = 1;

  constructor(world: Rng, personal: Rng, materialIds: readonly string[], options: PerfumerOptions = USUAL_PERFUMER) {
    this.matrix = confusedMatrix(world, options.confusion);
    this.#taste = Float64Array.from({ length: F }, () => options.globalTaste * world.normal()).map(
      (shared) => shared + options.personalTaste * personal.normal(),
    );
    this.#synergies = Array.from({ length: 3 }, () => ({
      a: world.int(F),
      b: world.int(F),
      gain: options.synergy * (0.6 + 0.8 * world.uniform()),
    }));
    this.#sweetLines = 0.45 + 0.3 * world.uniform();
    this.#sweetIntensity = 0.3 + 0.4 * world.uniform();
    this.#materials = new Map(
      materialIds.flatMap((id) => (personal.uniform() < 0.1 ? [[id, options.materialTaste * personal.normal()] as const] : [])),
    );
    this.#obedience = options.obedience;
  }

  /** Mass off the diagonal of the word matrix, averaged over words. */
  get offDiagonal(): number {
    let sum = 0;
    for (let f = 0; f < F; f++) sum += 1 - (this.matrix[f * F + f] as number);
    return sum / F;
  }

  /** What the perfumer feels, in stars around three once calibrated. */
  utility(problem: EvolveProblem, sheet: Sheet, evaluation: Evaluation): number {
    return (this.#raw(problem, sheet, evaluation) - this.#centre) / this.#spread;
  }

  /** Puts `zero` at three stars and makes `spread` one star. */
  calibrate(zero: number, spread: number): void {
    this.#centre += zero * this.#spread;
    this.#spread *= spread;
  }

  /** What the perfumer writes down: whole stars from 1 to 5. */
  stars(utility: number, rng: Rng): 1 | 2 | 3 | 4 | 5 {
    const felt = Math.round(3 + utility + STAR_NOISE * rng.normal());
    return Math.min(Math.max(felt, 1), 5) as 1 | 2 | 3 | 4 | 5;
  }

  #raw(problem: EvolveProblem, sheet: Sheet, evaluation: Evaluation): number {
    const facts = this.#facts;
    factsOf(problem, evaluation, facts);
    const wanted = problem.target.share;
    let distance = 0;
    let taste = 0;
    for (let f = 0; f < F; f++) {
      let meant = 0;
      for (let t = 0; t < F; t++) meant += (this.matrix[f * F + t] as number) * (wanted[t] as number);
      distance += Math.abs((facts[f] as number) - meant);
      taste += (this.#taste[f] as number) * (facts[f] as number);
    }
    let raw = taste - (this.#obedience * distance) / 2;
    for (const { a, b, gain } of this.#synergies) raw += gain * (facts[a] as number) * (facts[b] as number);
    raw -= 1.5 * ((facts[FACT.effectiveNumber] as number) - this.#sweetLines) ** 2;
    raw -= 1.5 * ((facts[FACT.intensity] as number) - this.#sweetIntensity) ** 2;
    raw -= 2 * (evaluation.objectives[2] as number);
    for (let i = 0; i < sheet.count; i++) {
      const liking = this.#materials.get(problem.materials[sheet.index[i] as number]?.id ?? '');
      if (liking !== undefined) raw += liking * Math.sqrt((sheet.pct[i] as number) / 100);
    }
    return raw;
  }
}

/** Words that mean mostly their own family, and in part three others. */
function confusedMatrix(rng: Rng, confusion: number): Float64Array {
  const matrix = new Float64Array(F * F);
  for (let t = 0; t < F; t++) {
    const off = confusion * (0.6 + 0.8 * rng.uniform());
    matrix[t * F + t] = 1 - off;
    const parts = [rng.uniform(), rng.uniform(), rng.uniform()];
    const total = parts.reduce((sum, part) => sum + part, 0);
    for (const part of parts) {
      const f = (t + 1 + rng.int(F - 1)) % F;
      matrix[f * F + t] = (matrix[f * F + t] as number) + (off * part) / total;
    }
  }
  return matrix;
}
