import { evaluateSheet, newEvaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import { repairToLimits } from '../evolve/repair-to-limits.ts';
import { roundToHundredths } from '../evolve/round-to-hundredths.ts';
import { copySheet, distance, newSheet, type Sheet } from '../evolve/sheet.ts';
import type { Rng } from '../math/rng.ts';
import { type FormulaScore, refine, type Scored } from '../policy/refine.ts';
import { type PreferenceModel, tasteOf } from './model.ts';
import { gatedScore, passingFancy, temperedTaste } from './use-taste.ts';

/** Two proposals of one batch differ by at least this Σ|Δ%|. */
const APART_PCT = 20;
/** How far a taste that might be true leaves the mean: all the way to a draw, since the answers themselves set how wide draws lie. */
const ALPHA = 1;
const POPULATION = 40;
/** Answers before proposals follow the model: with fewer, its mean is the brief's anyway. */
const FIRST_LESSONS = 5;

export type ProposalSource = 'control' | 'policy' | 'evolved';

export interface Proposal {
  readonly sheet: Sheet;
  readonly source: ProposalSource;
  /** In stars around three, by the score that found it. */
  readonly score: number;
}

/** Rollouts of the policy for a problem, best first; they cost `evals` of the budget. */
export type PolicySeeds = (score: FormulaScore, rng: Rng) => Promise<{ readonly sheets: readonly Sheet[]; readonly evals: number }>;

export interface ProposeOptions {
  readonly n: number;
  /** Evaluations per proposal, policy rollouts counted. */
  readonly evals: number;
  /**
   * True: a batch to learn from: one control by the brief alone, then the model's best and the best of tastes that might be true; before
   * the first lessons, passing fancies. False: the best by the gated score, nothing else.
   */
  readonly explore: boolean;
  readonly seeds: PolicySeeds | null;
  readonly rng: Rng;
}

/** Proposes n different formulas, rounded to 0.01 %. Same arguments and generator state → same batch. */
export async function proposeBatch(
  problem: EvolveProblem,
  model: PreferenceModel | null,
  designer: string | null,
  options: ProposeOptions,
): Promise<Proposal[]> {
  const { n, explore } = options;
  const chosen: Proposal[] = [];
  for (let k = 0; k < n; k++) {
    const { score, source } = explore
      ? exploringScore(problem, model, designer, k, n, options.rng)
      : { score: gatedScore(problem, model ? tasteOf(model, designer) : NO_TASTE, model?.gate.weight ?? 0), source: 'deliver' as const };
    const useSeeds = source !== 'control' && options.seeds !== null && (model?.gate.weight ?? 0) > 0;
    const seeds = useSeeds && options.seeds ? await options.seeds(score, options.rng) : { sheets: [], evals: 0 };
    const found = refine(problem, apartFrom(chosen, score), {
      evals: Math.max(options.evals - seeds.evals, POPULATION),
      population: Math.min(POPULATION, options.evals),
      seeds: seeds.sheets,
      rng: options.rng,
    });
    const best = pick(problem, found, chosen, options.rng);
    const named: ProposalSource = source === 'control' ? 'control' : useSeeds ? 'policy' : 'evolved';
    chosen.push({ sheet: best.sheet, score: best.score, source: named });
  }
  return explore ? chosen : chosen.sort((a, b) => b.score - a.score);
}

const NO_TASTE = { mean: { shared: new Float64Array(), personal: null }, samples: [], materials: [] };

function exploringScore(
  problem: EvolveProblem,
  model: PreferenceModel | null,
  designer: string | null,
  k: number,
  n: number,
  rng: Rng,
): { score: FormulaScore; source: 'control' | 'greedy' | 'tempered' } {
  if (k === 0 && n > 1) return { score: gatedScore(problem, NO_TASTE, 0), source: 'control' };
  if (model === null || model.ratings + model.pairs < FIRST_LESSONS) {
    return { score: gatedScore(problem, passingFancy(problem, rng), 1, 0), source: 'tempered' };
  }
  const taste = tasteOf(model, designer);
  const greedy = k <= Math.ceil((n - 1) / 2);
  if (greedy) return { score: gatedScore(problem, taste, 1), source: 'greedy' };
  return { score: gatedScore(problem, temperedTaste(taste, rng.int(1 << 16), ALPHA), 1, 0), source: 'tempered' };
}

/** The score less a penalty for standing too close to what the batch already holds. */
function apartFrom(chosen: readonly Proposal[], score: FormulaScore): FormulaScore {
  if (chosen.length === 0) return score;
  return (sheet, evaluation) => {
    let crowding = 0;
    for (const other of chosen) crowding = Math.max(crowding, 1 - distance(sheet, other.sheet) / (APART_PCT * 1.1));
    return score(sheet, evaluation) - 6 * Math.max(crowding, 0);
  };
}

/** The best found that can be rounded and stands apart; else the best that can be rounded. */
function pick(problem: EvolveProblem, found: readonly Scored[], chosen: readonly Proposal[], rng: Rng): Scored {
  const rounded = found
    .map(({ sheet, score }) => {
      const copy = newSheet();
      copySheet(sheet, copy);
      if (!roundToHundredths(problem.limits, copy)) {
        repairToLimits(problem.limits, copy, rng);
        if (!roundToHundredths(problem.limits, copy)) return null;
      }
      return { sheet: copy, score };
    })
    .filter((one) => one !== null);
  const apart = rounded.find(({ sheet }) => chosen.every((other) => distance(sheet, other.sheet) >= APART_PCT));
  const best = apart ?? rounded[0];
  if (best) return best;
  const anchor = newSheet();
  copySheet(problem.limits.anchor, anchor);
  roundToHundredths(problem.limits, anchor);
  const evaluation = newEvaluation();
  evaluateSheet(problem, anchor, evaluation);
  return { sheet: anchor, score: gatedScore(problem, NO_TASTE, 0)(anchor, evaluation) };
}
