import { crossover } from '../evolve/crossover.ts';
import { mutate } from '../evolve/mutation.ts';
import { type Evaluation, evaluateSheet, newEvaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import { repairToLimits } from '../evolve/repair-to-limits.ts';
import { sampleSheet } from '../evolve/sample-sheet.ts';
import { copySheet, newSheet, type Sheet } from '../evolve/sheet.ts';
import type { Rng } from '../math/rng.ts';

/** What a formula is worth: higher is better. The sheet and its evaluation are valid during the call alone. */
export type FormulaScore = (sheet: Sheet, evaluation: Evaluation) => number;

export interface Scored {
  readonly sheet: Sheet;
  readonly score: number;
}

export interface RefineOptions {
  /** Evaluations to spend, those of the first population included. */
  readonly evals: number;
  readonly population: number;
  /** Formulas to start from; the rest of the first population is random. At most half of it, so that variety stays. */
  readonly seeds?: readonly Sheet[];
  readonly rng: Rng;
}

const SIGMA = 0.15;
const RATE = 0.3;

/**
 * A small evolution of one figure: tournament, log-ratio crossover, log-normal mutation, repair, best of parents and children.
 * It shares its operators with the full evolution and serves where one score decides: proposals, simulations, seeds.
 * Returns the last population, best first. Same inputs and generator state → same result; ties go to the older formula.
 */
export function refine(problem: EvolveProblem, score: FormulaScore, { evals, population, seeds = [], rng }: RefineOptions): Scored[] {
  const { limits, kin } = problem;
  const evaluation = newEvaluation();
  let spent = 0;
  const judge = (sheet: Sheet): Scored => {
    evaluateSheet(problem, sheet, evaluation);
    spent++;
    return { sheet, score: score(sheet, evaluation) };
  };
  let alive: Scored[] = [];
  for (const seed of seeds.slice(0, population >> 1)) {
    const sheet = newSheet();
    copySheet(seed, sheet);
    repairToLimits(limits, sheet, rng);
    alive.push(judge(sheet));
  }
  while (alive.length < population && spent < evals) {
    const sheet = newSheet();
    sampleSheet(limits, sheet, rng);
    alive.push(judge(sheet));
  }
  const pick = (): Sheet => {
    const a = rng.int(alive.length);
    const b = rng.int(alive.length);
    return (alive[Math.min(a, b)] as Scored).sheet;
  };
  alive.sort((a, b) => b.score - a.score);
  while (spent < evals) {
    const sigma = SIGMA * (1 - 0.6 * (spent / evals));
    const children: Scored[] = [];
    while (children.length < population && spent < evals) {
      const pair = [newSheet(), newSheet()] as const;
      crossover(pick(), pick(), pair[0], pair[1], rng);
      for (const child of pair) {
        if (spent >= evals || children.length >= population) break;
        mutate(limits, kin, child, sigma, RATE, rng);
        repairToLimits(limits, child, rng);
        children.push(judge(child));
      }
    }
    alive = survivors([...alive, ...children], population);
  }
  return alive;
}

/** The best `population`, without formulas that score the same to the last digit (copies). */
function survivors(all: readonly Scored[], population: number): Scored[] {
  const kept: Scored[] = [];
  for (const one of [...all].sort((a, b) => b.score - a.score)) {
    if (kept.at(-1)?.score !== one.score) kept.push(one);
    if (kept.length === population) break;
  }
  return kept;
}
