import type { Evaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import { FAMILIES } from '../ingredient/family.ts';

const F = FAMILIES.length;

/** Where each figure of a formula lies in the facts vector. */
export const FACT = {
  profile: 0,
  notes: F,
  effectiveNumber: F + 3,
  intensity: F + 4,
  cost: F + 5,
  mismatches: F + 6,
  briefScore: F + 9,
  contrast: F + 10,
} as const;
export const FACTS_SIZE = 2 * F + 10;

/** Stars per unit of mismatch: from a random formula to a well evolved one the mismatch falls by about 0.3, judged as four stars. */
export const STARS_PER_MISMATCH = 14;
/** Weighted mismatch of a formula that keeps to its brief: zero on the star axis, which is centred on three stars. */
const USUAL_MISMATCH = 0.45;
const IMBALANCE_WEIGHT = 0.3;
const COST_WEIGHT = 0.06;

/**
 * The brief score in stars around three: what evolution without ratings maximises. Balance and cost weigh what a perfumer who was given
 * nothing but the brief would give them.
 */
export function briefScoreOf({ briefMismatch, objectives }: Evaluation): number {
  const cost = objectives[1] as number;
  const imbalance = objectives[2] as number;
  return STARS_PER_MISMATCH * (USUAL_MISMATCH - briefMismatch - IMBALANCE_WEIGHT * imbalance - COST_WEIGHT * cost);
}

/**
 * Writes the figures that the preference model sees: profile and note shares (each Σ = 1), dimensionless measures near 0–1, and the contrast
 * between what is smelled and what is weighed. The profile is the middle of perceived and weighed shares: perfumers judge by nose, and
 * think in the parts they pour.
 */
export function factsOf(problem: EvolveProblem, evaluation: Evaluation, out: Float64Array): void {
  for (let f = 0; f < F; f++) {
    const smelled = evaluation.profile[f] as number;
    const weighed = evaluation.matterProfile[f] as number;
    out[f] = (smelled + weighed) / 2;
    out[FACT.contrast + f] = (smelled - weighed) / 2;
  }
  for (let n = 0; n < 3; n++) {
    out[FACT.notes + n] = evaluation.noteShare[n] as number;
    out[FACT.mismatches + n] = evaluation.misses[n] as number;
  }
  out[FACT.effectiveNumber] = evaluation.effectiveLines / 20;
  out[FACT.intensity] = (evaluation.intensity - problem.quietest) / (problem.loudest - problem.quietest);
  out[FACT.cost] = evaluation.objectives[1] as number;
  out[FACT.briefScore] = briefScoreOf(evaluation);
}
