import { f64, i16 } from '../math/element.ts';
import { FAMILY_COUNT } from './brief-target.ts';
import { type Evaluation, evaluateSheet, newEvaluation, OBJECTIVE_COUNT } from './objective.ts';
import type { EvolveProblem } from './problem.ts';
import { copySheet, newSheet, type Sheet } from './sheet.ts';

/** A formula of the population with what its evaluation said. Made once and written over. */
export interface Individual extends Sheet {
  readonly objectives: Float64Array;
  /** Front and crowding from the last survival. */
  rank: number;
  crowding: number;
  /** Fingerprint of the lines at the scale's resolution. */
  key: number;
  /** Index of the family that speaks loudest. */
  mainFamily: number;
  intensity: number;
  /** One number for the whole: brief first, then cost and balance, each against what is typical here. Lower is better. */
  worth: number;
}

/** How much brief, cost and balance count where one number must decide. */
const WORTH = [0.6, 0.2, 0.2] as const;

export function newIndividual(): Individual {
  return {
    ...newSheet(),
    objectives: new Float64Array(OBJECTIVE_COUNT),
    rank: 0,
    crowding: 0,
    key: 0,
    mainFamily: 0,
    intensity: 0,
    worth: 0,
  };
}

const evaluation: Evaluation = newEvaluation();

/** Evaluates an individual in place; its key is the caller's, who needed it first to find duplicates. */
export function assess(problem: EvolveProblem, individual: Individual): void {
  evaluateSheet(problem, individual, evaluation);
  individual.objectives.set(evaluation.objectives);
  individual.intensity = evaluation.intensity;
  individual.worth =
    (WORTH[0] * f64(evaluation.objectives, 0)) / f64(problem.typical, 0) +
    (WORTH[1] * f64(evaluation.objectives, 1)) / f64(problem.typical, 1) +
    (WORTH[2] * f64(evaluation.objectives, 2)) / f64(problem.typical, 2);
  let main = 0;
  for (let f = 1; f < FAMILY_COUNT; f++) if (f64(evaluation.profile, f) > f64(evaluation.profile, main)) main = f;
  individual.mainFamily = main;
}

export function copyIndividual(from: Individual, to: Individual): void {
  copySheet(from, to);
  to.objectives.set(from.objectives);
  to.rank = from.rank;
  to.crowding = from.crowding;
  to.key = from.key;
  to.mainFamily = from.mainFamily;
  to.intensity = from.intensity;
  to.worth = from.worth;
}

/** An individual's lines as they travel in checkpoints and between islands: [palette index, exact %] in order. */
export type Genes = readonly (readonly [number, number])[];

export function genesOf(sheet: Sheet): Genes {
  return Array.from({ length: sheet.count }, (_, i) => [i16(sheet.index, i), f64(sheet.pct, i)] as const);
}

export function writeGenes(genes: Genes, sheet: Sheet): void {
  sheet.count = genes.length;
  genes.forEach(([material, pct], i) => {
    sheet.index[i] = material;
    sheet.pct[i] = pct;
  });
}
