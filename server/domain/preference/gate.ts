import type { Rng } from '../math/rng.ts';
import type { Observations } from './answers.ts';
import { FEATURE, offeredFor } from './features.ts';
import { groupsByBrief, leaveGroupOut, type Mode } from './laplace.ts';

export const LEAST_RATINGS = 30;
export const LEAST_BRIEFS = 6;
/**
 * ln Bayes factor of a taste against the brief alone, from the middle of "positive" (1–3) to the middle of "strong" (3–5) evidence on the
 * scale of Kass & Raftery, Journal of the American Statistical Association 90, 1995, section 3.2.
 */
export const TRUST_FROM = 2;
export const FULL_TRUST_AT = 4;
const BOOTSTRAPS = 1000;
const LOWER_QUANTILE = 0.1;

export const GATE_REASONS = ['too_few_ratings', 'too_few_briefs', 'not_better_than_brief', 'against_the_brief'] as const;
export type GateReason = (typeof GATE_REASONS)[number];

/** How far the model may be trusted: 0 leaves evolution to the brief alone, 1 to the model alone. */
export interface Gate {
  readonly weight: number;
  /** ln p(answers | a taste) − ln p(answers | the brief alone); null without answers. */
  readonly logEvidence: number | null;
  /** 10 % bootstrap bound, over briefs, of model accuracy − brief accuracy; null without any rated pair. */
  readonly lowerBound: number | null;
  /** Share of rated pairs of briefs left out that the model, and the brief score, put in the right order. */
  readonly accuracy: number | null;
  readonly briefAccuracy: number | null;
  readonly ratedPairs: number;
  /** Why the weight is zero; null when it is not. */
  readonly reason: GateReason | null;
}

/**
 * Judges a fit by how much likelier it makes the answers than the brief alone does (ln Bayes factor: the likelihood of each answer given
 * those before it, so a taste that explains only what it was fitted to gains nothing), and by whether it still wants what a brief asks for: a taste under which other briefs'
 * formulas please better than a brief's own (a rater who answers upside down) gets no weight.
 */
export function judgeGate(
  observations: Observations,
  { mode, weights, logEvidence }: { mode: Mode; weights: Float64Array; logEvidence: number },
  rng: Rng,
): Gate {
  const groups = groupsByBrief(observations);
  const predicted = leaveGroupOut(mode, groups);
  const tallies = groups.map((group) => tallyPairs(observations, group, predicted)).filter((tally) => tally.pairs > 0);
  const total = tallies.reduce((sum, tally) => sum + tally.pairs, 0);
  const share = (read: (tally: PairTally) => number): number | null =>
    total === 0 ? null : tallies.reduce((sum, tally) => sum + read(tally), 0) / total;
  const bound = total === 0 ? null : lowerBound(tallies, rng);
  const given = observations.rows.length;
  const reason: GateReason | null =
    given < LEAST_RATINGS
      ? 'too_few_ratings'
      : groups.length < LEAST_BRIEFS
        ? 'too_few_briefs'
        : logEvidence <= TRUST_FROM
          ? 'not_better_than_brief'
          : obedienceLead(observations, weights, rng) <= 0
            ? 'against_the_brief'
            : null;
  return {
    weight: reason === null ? Math.min((logEvidence - TRUST_FROM) / (FULL_TRUST_AT - TRUST_FROM), 1) : 0,
    logEvidence: given === 0 ? null : logEvidence,
    lowerBound: bound,
    accuracy: share((tally) => tally.model),
    briefAccuracy: share((tally) => tally.brief),
    ratedPairs: total,
    reason,
  };
}

const STRANGERS = 400;

/** Mean utility of rated formulas in their own brief less that of the same formulas offered for another's. */
function obedienceLead(observations: Observations, weights: Float64Array, rng: Rng): number {
  const rated = [...new Set(observations.rows.flatMap((row) => (row.b < 0 ? [row.a] : [row.a, row.b])))].map(
    (i) => observations.candidates[i],
  );
  let lead = 0;
  let compared = 0;
  for (let k = 0; k < STRANGERS; k++) {
    const home = rated[rng.int(rated.length)];
    const other = rated[rng.int(rated.length)];
    if (!home || !other || home.brief === other.brief) continue;
    const moved = offeredFor(home.features, other.features);
    lead += dot(weights, home.features) - dot(weights, moved);
    compared++;
  }
  return compared === 0 ? 0 : lead / compared;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

interface PairTally {
  readonly pairs: number;
  readonly model: number;
  readonly brief: number;
}

/** Pairs of one brief that one designer ranked: how many each judge puts in the right order (half for a draw). */
function tallyPairs(observations: Observations, group: readonly number[], predicted: Float64Array): PairTally {
  const briefScore = (candidate: number): number => observations.candidates[candidate]?.features[FEATURE.briefScore] ?? 0;
  let pairs = 0;
  let model = 0;
  let brief = 0;
  const count = (modelLead: number, briefLead: number): void => {
    pairs++;
    model += modelLead > 0 ? 1 : modelLead === 0 ? 0.5 : 0;
    brief += briefLead > 0 ? 1 : briefLead === 0 ? 0.5 : 0;
  };
  group.forEach((i, k) => {
    const first = observations.rows[i];
    if (!first) return;
    if (first.b >= 0) {
      if (!first.tie) count(predicted[i] as number, briefScore(first.a) - briefScore(first.b));
      return;
    }
    for (const j of group.slice(k + 1)) {
      const second = observations.rows[j];
      if (!second || second.b >= 0 || second.designer !== first.designer || second.low === first.low) continue;
      const sign = first.low > second.low ? 1 : -1;
      count(sign * ((predicted[i] as number) - (predicted[j] as number)), sign * (briefScore(first.a) - briefScore(second.a)));
    }
  });
  return { pairs, model, brief };
}

function lowerBound(tallies: readonly PairTally[], rng: Rng): number {
  const leads = Array.from({ length: BOOTSTRAPS }, () => {
    let lead = 0;
    let pairs = 0;
    for (let k = 0; k < tallies.length; k++) {
      const tally = tallies[rng.int(tallies.length)] as PairTally;
      lead += tally.model - tally.brief;
      pairs += tally.pairs;
    }
    return lead / pairs;
  }).sort((a, b) => a - b);
  return leads[Math.floor(LOWER_QUANTILE * BOOTSTRAPS)] as number;
}
