import { f64 } from '../math/element.ts';
import { elitesByFit } from './archive.ts';
import { type EvolveState, population } from './evolve.ts';
import { hypervolume } from './hypervolume.ts';
import { OBJECTIVE_COUNT } from './objective.ts';
import { distance } from './sheet.ts';

/** All objectives lie in 0–1, so the hypervolume is measured against their worst corner. */
const WORST_CORNER: readonly number[] = new Array<number>(OBJECTIVE_COUNT).fill(1);
const WORST = Float64Array.from(WORST_CORNER);

/** What one generation looks like from outside. Fits are 0–100, higher is better. */
export interface GenerationStats {
  readonly gen: number;
  /** Best so far. */
  readonly best: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  /** Mean Σ|Δ%| between neighbours of the population, 0 all alike – 1 nothing in common. */
  readonly diversity: number;
  readonly hypervolume: number;
  readonly evals: number;
  readonly feasiblePct: number;
}

export function fitOf(mismatch: number): number {
  return 100 * (1 - mismatch);
}

export function generationStats(state: EvolveState): GenerationStats {
  const living = population(state);
  const fits = living.map(({ objectives }) => fitOf(f64(objectives, 0))).sort((a, b) => a - b);
  const at = (part: number): number => fits[Math.round(part * (fits.length - 1))] ?? 0;
  let apart = 0;
  living.forEach((one, i) => {
    apart += distance(one, living[(i + 1) % living.length] ?? one) / 200;
  });
  return {
    gen: state.gen,
    best: Math.max(at(1), fitOf(f64(elitesByFit(state.archive)[0]?.objectives ?? WORST, 0))),
    median: at(0.5),
    p25: at(0.25),
    p75: at(0.75),
    diversity: apart / living.length,
    hypervolume: hypervolumeOf(state),
    evals: state.evals,
    // Every individual is repaired before it is evaluated: a violated limit cannot enter the population.
    feasiblePct: 100,
  };
}

export function hypervolumeOf(state: EvolveState): number {
  const living = population(state);
  const points = new Float64Array(living.length * OBJECTIVE_COUNT);
  living.forEach(({ objectives }, i) => {
    points.set(objectives, i * OBJECTIVE_COUNT);
  });
  return hypervolume(points, living.length, WORST_CORNER);
}
