import type { EvolveProblem } from '#domain/evolve/problem.ts';
import type { Sheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { Rng } from '#domain/math/rng.ts';
import { type PerfumerOptions, SimulatedPerfumer, USUAL_PERFUMER } from '#domain/preference/simulation/perfumer.ts';
import { utilityOf } from '#domain/preference/simulation/world.ts';

/** Perfumers who smell as the odour model does and want something else than those the model's prior was chosen on. */
export const OTHER_TASTES = {
  /** More than half of a family word means other families to them. */
  words: { ...USUAL_PERFUMER, confusion: 0.6, materialTaste: 2 },
  /** Twice the personal taste in families, no joy at pairs. */
  families: { ...USUAL_PERFUMER, confusion: 0.45, globalTaste: 0, personalTaste: 7, materialTaste: 2, synergy: 0 },
  /** Six times the feelings about single materials. */
  materials: { ...USUAL_PERFUMER, confusion: 0.45, globalTaste: 2, personalTaste: 2, materialTaste: 6 },
} as const satisfies Record<string, PerfumerOptions>;

/** A simulated perfumer as a rater who sees formulas alone. */
export class OtherTastePerfumer {
  readonly #perfumer: SimulatedPerfumer;

  constructor(catalogue: Catalogue, taste: PerfumerOptions, rng: Rng) {
    const materials = catalogue.materials.flatMap(({ kind, id }) => (kind === 'solvent' ? [] : [id]));
    this.#perfumer = new SimulatedPerfumer(rng.fork(0), rng.fork(1), materials, taste);
  }

  calibrate(zero: number, spread: number): void {
    this.#perfumer.calibrate(zero, spread);
  }

  utility(problem: EvolveProblem, sheet: Sheet): number {
    return utilityOf(this.#perfumer, problem, sheet);
  }

  stars(utility: number, rng: Rng): 1 | 2 | 3 | 4 | 5 {
    return this.#perfumer.stars(utility, rng);
  }
}
