import type { Candidate, FormulaLine } from '../formula/formula.ts';
import { f64, i16 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import { sha256Hex } from '../math/sha256.ts';
import { describeOdour } from '../odour/formula-odour.ts';
import { checkFormula } from '../regulation/check.ts';
import { cellOf, elitesByFit } from './archive.ts';
import { type EvolveState, population } from './evolve.ts';
import { assess, copyIndividual, type Individual, newIndividual } from './individual.ts';
import { mutate } from './mutation.ts';
import { type Evaluation, evaluateSheet, newEvaluation } from './objective.ts';
import { fitOf } from './population-stats.ts';
import type { EvolveProblem } from './problem.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { roundToHundredths } from './round-to-hundredths.ts';
import { copySheet, distance, fingerprint } from './sheet.ts';
import { whyItFits } from './why.ts';

/** Two candidates differ by at least this Σ|Δ%|. */
export const APART_PCT = 20;
/** A little more is asked of the search, so that rounding never eats the difference. */
const APART_ASKED = 21;
/** A candidate is worth at least this part of the best one's fit; less only while there are fewer than six (a short shelf). */
const WORTH = [0.9, 0.8, 0.65] as const;
const FEWEST = 6;
/** What a new cell of the archive is worth against fit, in points of fit. */
const NEW_CELL_BONUS = 2.5;
const WIDE_TRIES = 600;
/** Sums of decimals may come out a last bit short of 20. */
const HUNDREDTH = 0.01;

/**
 * 6–10 formulas worth comparing: the best fit first, then those that differ by ≥ 20 points, reach ≥ 90 % of its fit and come
 * from other cells of the archive; where the search left too few, the best are varied until they stand apart.
 * All are rounded to 0.01 %, judged again by the regulation check, and say why they fit. Fewer than n only when locked lines
 * or the palette leave no room to differ, or when `vary` is false: only what the search itself has found, at once.
 */
export function candidates(problem: EvolveProblem, state: EvolveState, n: number, { vary = true } = {}): Candidate[] {
  const chosen = chooseApart(problem, state, n, vary);
  const { best, cheapest } = extremes(chosen);
  return chosen
    .sort((a, b) => f64(a.objectives, 0) - f64(b.objectives, 0) || a.key - b.key)
    .map((individual, i) => present(problem, individual, i + 1, { best, cheapest }));
}

/** SHA-256 of the candidates' lines in rank order. */
export function candidatesHash(list: readonly Candidate[]): string {
  return sha256Hex(JSON.stringify(list.map(({ lines }) => lines.map(({ ingredient, pct }) => [ingredient, pct]))));
}

function chooseApart(problem: EvolveProblem, state: EvolveState, n: number, vary: boolean): Individual[] {
  const pool = [...elitesByFit(state.archive), ...population(state)]
    .map((individual) => rounded(problem, individual))
    .filter((individual) => individual !== null)
    .sort((a, b) => f64(a.objectives, 0) - f64(b.objectives, 0) || a.key - b.key);
  const chosen: Individual[] = [];
  const cells = new Set<number>();
  const take = (individual: Individual): void => {
    chosen.push(individual);
    cells.add(cellOf(problem, individual));
  };
  const [best] = pool;
  if (!best) return [];
  take(best);
  const bestFit = fitOf(f64(best.objectives, 0));
  const isApart = (individual: Individual): boolean => chosen.every((other) => distance(individual, other) >= APART_PCT + HUNDREDTH);
  const rng = Rng.fromState(state.rng.state()).fork(n);
  for (const part of WORTH) {
    const isWorth = (individual: Individual): boolean => fitOf(f64(individual.objectives, 0)) >= part * bestFit + 1e-9;
    const value = (individual: Individual): number =>
      fitOf(f64(individual.objectives, 0)) + (cells.has(cellOf(problem, individual)) ? 0 : NEW_CELL_BONUS);
    while (chosen.length < n) {
      const eligible = pool.filter((individual) => isWorth(individual) && isApart(individual));
      if (eligible.length === 0) break;
      take(eligible.reduce((pick, individual) => (value(individual) > value(pick) ? individual : pick)));
    }
    for (let misses = 0; vary && chosen.length < n && misses < 3; ) {
      const another = varyApart(problem, chosen, isWorth, rng);
      if (another && isApart(another)) take(another);
      else misses++;
    }
    if (chosen.length >= Math.min(n, FEWEST)) break;
  }
  return chosen;
}

/**
 * Walks away from the best formulas: a variant is kept when it stands further apart, and once apart when it fits better.
 * Null when no variant stands apart and is worth it.
 */
function varyApart(
  problem: EvolveProblem,
  chosen: readonly Individual[],
  isWorth: (one: Individual) => boolean,
  rng: Rng,
): Individual | null {
  const current = newIndividual();
  const trial = newIndividual();
  copyIndividual(chosen[rng.int(chosen.length)] as Individual, current);
  const apart = (one: Individual): number => Math.min(APART_ASKED, ...chosen.map((other) => distance(one, other)));
  let currentApart = apart(current);
  for (let tries = 0; tries < WIDE_TRIES; tries++) {
    copySheet(current, trial);
    mutate(problem.limits, problem.kin, trial, 0.15, 0.4, rng);
    repairToLimits(problem.limits, trial, rng);
    assess(problem, trial);
    const trialApart = apart(trial);
    const better =
      trialApart > currentApart ? isWorth(trial) : trialApart >= APART_ASKED && f64(trial.objectives, 0) < f64(current.objectives, 0);
    if (!better) continue;
    copyIndividual(trial, current);
    currentApart = trialApart;
  }
  if (currentApart < APART_ASKED) return null;
  const done = rounded(problem, current);
  return done && isWorth(done) ? done : null;
}

const evaluation: Evaluation = newEvaluation();

/** A copy at the scale's resolution, evaluated as it will be weighed; null when it cannot be rounded within its limits. */
function rounded(problem: EvolveProblem, individual: Individual): Individual | null {
  const copy = newIndividual();
  copyIndividual(individual, copy);
  if (!roundToHundredths(problem.limits, copy)) return null;
  copy.key = fingerprint(copy);
  assess(problem, copy);
  return copy;
}

function extremes(chosen: readonly Individual[]): { best: number; cheapest: number } {
  return {
    best: Math.min(...chosen.map(({ objectives }) => f64(objectives, 0))),
    cheapest: Math.min(...chosen.map(({ objectives }) => f64(objectives, 1))),
  };
}

function present(problem: EvolveProblem, individual: Individual, rank: number, among: { best: number; cheapest: number }): Candidate {
  evaluateSheet(problem, individual, evaluation);
  const { category, dosePct, market } = problem.options;
  const lines = linesOf(problem, individual);
  const check = checkFormula(problem.catalogue, {
    category,
    dosePct,
    market,
    lines: lines.map(({ materialId, pct }) => ({ materialId, pct })),
  });
  const worst = check.results[0];
  const odour = describeOdour(problem.catalogue, {
    lines: lines.map(({ materialId, pct }) => ({ materialId, pct })),
    dosePct,
    product: problem.reading.product,
    surface: 'skin',
  });
  return {
    id: `f${individual.key.toString(36)}`,
    rank,
    lines: lines.map(({ line }) => line),
    scores: {
      // The brief alone: what a taste adds decides the order, not the figure.
      fit: round(fitOf(evaluation.briefMismatch), 1),
      fit_sd: null,
      cost_krw_kg: lines.some(({ unpriced }) => unpriced) ? null : Math.round(evaluation.costKrwPerKg),
      longevity_h: odour.longevity_h.value === null ? null : round(odour.longevity_h.value, 1),
      sillage: odour.sillage.level,
      balance: round(1 - f64(evaluation.objectives, 2), 3),
    },
    compliance: {
      ok: check.ok,
      market,
      category,
      dose_pct: dosePct,
      worst: worst ? { standard: worst.standard, ratio: worst.ratio } : null,
      unchecked: [...new Set(check.unchecked.map(({ ingredient }) => ingredient))],
    },
    why: whyItFits(problem, individual, evaluation, odour.longevity_h.value, among),
  };
}

/** Lines from the largest to the smallest, as a perfumer writes them. */
function linesOf(
  problem: EvolveProblem,
  individual: Individual,
): { materialId: string; pct: number; line: FormulaLine; unpriced: boolean }[] {
  return Array.from({ length: individual.count }, (_, i) => {
    const index = i16(individual.index, i);
    const { id, name, cas } = problem.materials[index] as EvolveProblem['materials'][number];
    const pct = round(f64(individual.pct, i), 2);
    return { materialId: id, pct, line: { ingredient: name, cas, pct }, unpriced: problem.unpriced[index] === 1 };
  }).sort((a, b) => b.pct - a.pct || a.materialId.localeCompare(b.materialId));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
