import { readFileSync } from 'node:fs';
import { evaluateSheet, newEvaluation } from '#domain/evolve/objective.ts';
import { buildProblem, type EvolveProblem } from '#domain/evolve/problem.ts';
import { roundToHundredths } from '#domain/evolve/round-to-hundredths.ts';
import { copySheet, newSheet, type Sheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { Rng } from '#domain/math/rng.ts';
import type { FormulaScore } from '#domain/policy/refine.ts';
import { type PreferenceModel, tasteOf } from '#domain/preference/model.ts';
import { randomReading } from '#domain/preference/simulation/briefs.ts';
import { gatedScore } from '#domain/preference/use-taste.ts';
import { checkFormula } from '#domain/regulation/check.ts';
import { PolicyProposer } from '../train/propose-with-policy.ts';
import { SHIPPED_REFERENCE } from '../train/train-policy.ts';

/** Fixed briefs: the same for every policy, so that policies can be compared. */
const BRIEFS = 12;
const BRIEF_SEED = 20_261_123;
const ROLLOUTS = 12;
/** One-sided 95 % of the normal distribution. */
const Z95 = 1.645;

export interface PolicyJudgement {
  /** Share of fixed briefs × rollouts in which the policy's formula scores above the reference's, and its lower 95 % bound. */
  readonly win_rate: number;
  readonly win_rate_lower: number;
  /** Rounded proposals that the regulation check calls illegal in any market. */
  readonly illegal: number;
}

/** Rolls a policy and the reference out on fixed briefs and compares them on the model that the policy was trained on. */
export async function judgePolicy(
  catalogue: Catalogue,
  { policyPath, model }: { policyPath: string; model: PreferenceModel | null },
): Promise<PolicyJudgement> {
  const rng = Rng.fromSeed(BRIEF_SEED);
  const options = { dosePct: 18, category: '4', market: 'all', krwPerUsd: DEFAULT_KRW_PER_USD } as const;
  const problems = Array.from({ length: BRIEFS }, () => buildProblem(catalogue, randomReading(rng), options));
  const policy = await PolicyProposer.open(readFileSync(policyPath));
  const reference = await PolicyProposer.open(readFileSync(SHIPPED_REFERENCE));
  let wins = 0;
  let illegal = 0;
  try {
    for (const [i, problem] of problems.entries()) {
      const score = model ? gatedScore(problem, tasteOf(model, null), 1) : gatedScore(problem, NO_TASTE, 0);
      const propose = (by: PolicyProposer) => by.propose(problem, score, { rollouts: ROLLOUTS, rng: Rng.fromSeed(BRIEF_SEED).fork(i) });
      const [ours, theirs] = [await propose(policy), await propose(reference)];
      wins += winsOf(scoresOf(problem, score, ours.sheets), scoresOf(problem, score, theirs.sheets));
      illegal += ours.sheets.filter((sheet) => !isLegal(catalogue, problem, sheet)).length;
    }
  } finally {
    await policy.close();
    await reference.close();
  }
  const rate = wins / (BRIEFS * ROLLOUTS);
  const sd = Math.sqrt((rate * (1 - rate)) / (BRIEFS * ROLLOUTS));
  return { win_rate: rate, win_rate_lower: rate - Z95 * sd, illegal };
}

const NO_TASTE = { mean: { shared: new Float64Array(), personal: null }, samples: [], materials: [] };

function scoresOf(problem: EvolveProblem, score: FormulaScore, sheets: readonly Sheet[]): number[] {
  const evaluation = newEvaluation();
  return sheets.map((sheet) => {
    evaluateSheet(problem, sheet, evaluation);
    return score(sheet, evaluation);
  });
}

/** Sorted scores compared rank by rank: best with best, worst with worst. */
function winsOf(ours: readonly number[], theirs: readonly number[]): number {
  const sorted = (scores: readonly number[]): number[] => [...scores].sort((a, b) => b - a);
  const other = sorted(theirs);
  return sorted(ours).filter((score, i) => score > (other[i] ?? Number.POSITIVE_INFINITY)).length;
}

function isLegal(catalogue: Catalogue, problem: EvolveProblem, sheet: Sheet): boolean {
  const rounded = newSheet();
  copySheet(sheet, rounded);
  if (!roundToHundredths(problem.limits, rounded)) return true; // evolution drops what does not round
  const lines = Array.from({ length: rounded.count }, (_, k) => ({
    materialId: problem.materials[rounded.index[k] ?? -1]?.id ?? '',
    pct: rounded.pct[k] ?? 0,
  }));
  return checkFormula(catalogue, { market: 'all', category: '4', dosePct: 18, lines }).ok;
}
