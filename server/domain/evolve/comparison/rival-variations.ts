import { f64 } from '../../math/element.ts';
import type { Rng } from '../../math/rng.ts';
import type { Variation } from '../evolve.ts';
import { polynomialMutation } from '../known/polynomial-mutation.ts';
import { sbxCrossover } from '../known/sbx-crossover.ts';
import type { EvolvePresetSettings } from '../preset.ts';
import type { EvolveProblem } from '../problem.ts';
import { MOST_LINES, type Sheet } from '../sheet.ts';
import { projectToCaps } from './project-to-caps.ts';

/**
 * What an off-the-shelf optimiser would do with proportions, for comparison at equal evaluations. Both rivals get the same
 * first population, survival, archive and duplicate elimination, and the same repair for what their own normalisation leaves
 * illegal (group rules, minimum doses, number of lines), so that only the variation differs.
 */

/** SBX (η 15) and polynomial mutation (η 20, rate 1/n) on all n proportions, then Euclidean projection onto the capped simplex. */
export function sbxWithProjection(problem: EvolveProblem): Variation {
  const { n, limits } = problem;
  const lower = new Array<number>(n).fill(0);
  const upper = Array.from(limits.capPct);
  const a = new Float64Array(n);
  const b = new Float64Array(n);
  return (_, mother, father, daughter, son, rng) => {
    spread(mother, a);
    spread(father, b);
    if (rng.uniform() < 0.9) sbxCrossover(a, b, lower, upper, 15, rng);
    for (const [x, child] of [
      [a, daughter],
      [b, son],
    ] as const) {
      polynomialMutation(x, lower, upper, 20, 1 / n, rng);
      projectToCaps(x, limits.capPct, 100);
      gatherLargest(x, child);
    }
  };
}

/** Arithmetic blend, Gaussian noise of sigma (in units of a tenth of the whole) on each proportion with the rate, renormalised. */
export function blendWithGauss(problem: EvolveProblem, { mutation_sigma, mutation_rate }: EvolvePresetSettings): Variation {
  const { n } = problem;
  const a = new Float64Array(n);
  const b = new Float64Array(n);
  return (_, mother, father, daughter, son, rng) => {
    spread(mother, a);
    spread(father, b);
    const share = rng.uniform();
    for (let i = 0; i < n; i++) {
      const p = f64(a, i);
      const q = f64(b, i);
      a[i] = share * p + (1 - share) * q;
      b[i] = (1 - share) * p + share * q;
    }
    for (const [x, child] of [
      [a, daughter],
      [b, son],
    ] as const) {
      addNoise(x, mutation_sigma, mutation_rate, rng);
      gatherLargest(x, child);
    }
  };
}

/** Noise on every present proportion with the rate, and on one absent one, so that new materials can come in. */
function addNoise(x: Float64Array, sigma: number, rate: number, rng: Rng): void {
  for (let i = 0; i < x.length; i++) {
    if (f64(x, i) > 0 && rng.uniform() < rate) x[i] = Math.max(0, f64(x, i) + 10 * sigma * rng.normal());
  }
  const newcomer = rng.int(x.length);
  if (f64(x, newcomer) === 0 && rng.uniform() < rate) x[newcomer] = Math.abs(10 * sigma * rng.normal());
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += f64(x, i);
  if (sum > 0) for (let i = 0; i < x.length; i++) x[i] = (100 * f64(x, i)) / sum;
}

function spread(sheet: Sheet, x: Float64Array): void {
  x.fill(0);
  for (let i = 0; i < sheet.count; i++) x[sheet.index[i] as number] = f64(sheet.pct, i);
}

/** The largest proportions as a sheet; more than a sheet holds are cut, as every cardinality limit would. */
function gatherLargest(x: Float64Array, sheet: Sheet): void {
  const present = Array.from(x.keys()).filter((i) => f64(x, i) > 1e-4);
  const kept = present.length <= MOST_LINES ? present : present.sort((i, j) => f64(x, j) - f64(x, i)).slice(0, MOST_LINES);
  kept.sort((i, j) => i - j);
  sheet.count = kept.length;
  kept.forEach((material, i) => {
    sheet.index[i] = material;
    sheet.pct[i] = f64(x, material);
  });
}
