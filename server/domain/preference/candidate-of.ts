import { evaluateSheet, newEvaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import type { Sheet } from '../evolve/sheet.ts';
import type { RatedCandidate } from './answers.ts';
import { FACTS_SIZE, factsOf } from './facts.ts';
import { featureCount, fillFeatures } from './features.ts';

/**
 * A formula on a problem as the preference model takes it. `brief` groups formulas that answered the same brief; `materials` are the
 * catalogue ids in the order of the model's material features (a material outside the list has no effect of its own).
 */
export function candidateOf(id: string, brief: string, problem: EvolveProblem, sheet: Sheet, materials: readonly string[]): RatedCandidate {
  const evaluation = newEvaluation();
  evaluateSheet(problem, sheet, evaluation);
  const facts = new Float64Array(FACTS_SIZE);
  factsOf(problem, evaluation, facts);
  const place = new Map(materials.map((name, i) => [name, i]));
  const lines = Array.from({ length: sheet.count }, (_, k) => ({
    material: place.get(problem.materials[sheet.index[k] as number]?.id ?? '') ?? -1,
    pct: sheet.pct[k] as number,
  })).filter(({ material }) => material >= 0);
  const features = new Float64Array(featureCount(materials.length));
  fillFeatures(facts, problem.target.share, lines, features);
  return { id, brief, features };
}
