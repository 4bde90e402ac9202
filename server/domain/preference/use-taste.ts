import type { Evaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import type { Sheet } from '../evolve/sheet.ts';
import type { Rng } from '../math/rng.ts';
import type { FormulaScore } from '../policy/refine.ts';
import { briefScoreOf } from './facts.ts';
import { DEFAULT_PRIOR, FEATURE, priorVariances } from './features.ts';
import { type PreferenceModel, tasteOf } from './model.ts';
import { type TasteInput, TasteScorer } from './score.ts';

/** Standard deviations taken off a predicted utility: what the model has not seen must promise more. */
export const CAUTION = 0.5;

/** (1 − w)·brief score + w·(mean − κ·deviation) in stars around three: what evolution and policy maximise. */
export function gatedScore(problem: EvolveProblem, taste: TasteInput, weight: number, caution = CAUTION): FormulaScore {
  if (weight === 0) return (_sheet, evaluation) => briefScoreOf(evaluation);
  const scorer = new TasteScorer(problem, taste);
  return (sheet, evaluation) => {
    const mean = scorer.mean(sheet, evaluation);
    const careful = caution === 0 ? mean : mean - caution * scorer.deviation(sheet);
    return (1 - weight) * scorer.briefScore + weight * careful;
  };
}

/**
 * The same problem with the taste of a designer in its first objective, weighted by the model's own gate. A closed gate (or
 * `useTaste` false: the designer switched it off) leaves the problem as it was, so the brief alone decides.
 */
export function withTaste(problem: EvolveProblem, model: PreferenceModel | null, designer: string | null, useTaste = true): EvolveProblem {
  if (model === null || !useTaste || model.gate.weight === 0) return problem;
  return { ...problem, extraScore: scoreWith(problem, model, designer) };
}

/**
 * The evolution's hook: a mismatch of 0–1 that falls as the gated score rises. A smooth curve instead of a straight line, so that no
 * formula is so good that the scale ends.
 */
export function scoreWith(
  problem: EvolveProblem,
  model: PreferenceModel,
  designer: string | null,
): (sheet: Sheet, evaluation: Evaluation) => number {
  const score = gatedScore(problem, tasteOf(model, designer), model.gate.weight);
  return (sheet, evaluation) => 1 / (1 + Math.exp(score(sheet, evaluation) / 2));
}

/** What the brief weighs in a passing fancy: enough that its formulas still answer it, little enough that they differ. */
const FANCY_OBEDIENCE = 0.4;

/** A taste drawn from the prior: what to try on a designer of whom nothing is known. */
export function passingFancy(problem: EvolveProblem, rng: Rng): TasteInput {
  const shared = priorVariances(DEFAULT_PRIOR, problem.n).map((variance) => Math.sqrt(variance) * rng.normal());
  shared[FEATURE.briefScore] = FANCY_OBEDIENCE;
  shared.fill(0, FEATURE.mismatches, FEATURE.profile);
  return { materials: problem.materials.map(({ id }) => id), samples: [], mean: { shared, personal: null } };
}

/** A taste that might be true: the mean moved by α towards one draw of the posterior (tempered Thompson sampling). */
export function temperedTaste(taste: TasteInput, draw: number, alpha: number): TasteInput {
  const sample = taste.samples[draw % Math.max(taste.samples.length, 1)];
  if (!sample) return taste;
  const towards = (from: Float64Array, to: Float64Array): Float64Array =>
    from.map((value, i) => value + alpha * ((to[i] as number) - value));
  const { shared, personal } = taste.mean;
  return {
    materials: taste.materials,
    samples: [],
    mean: {
      shared: towards(shared, sample.shared),
      personal: personal && sample.personal ? towards(personal, sample.personal) : personal,
    },
  };
}
