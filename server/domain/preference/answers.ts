import type { DesignerScale } from './likelihood.ts';
import { type Answer, pairAnswer, starAnswer, tieAnswer } from './likelihood.ts';

/** A candidate as it was rated: its row of features and which brief it answered. */
export interface RatedCandidate {
  readonly id: string;
  /** Groups candidates of one brief: only these are compared with each other. */
  readonly brief: string;
  readonly features: Float64Array;
}

export interface StarRating {
  readonly candidate: string;
  readonly designer: string;
  readonly stars: 1 | 2 | 3 | 4 | 5;
}

export interface PairComparison {
  readonly a: string;
  readonly b: string;
  /** `neither` ranks nothing and counts as at most two stars for both. */
  readonly winner: 'a' | 'b' | 'tie' | 'neither';
  readonly designer: string;
}

/** One answer as a row of the likelihood: stars of one candidate, or a choice between two. */
export interface Observation {
  readonly designer: number;
  readonly brief: string;
  readonly a: number;
  /** The other candidate of a pair; −1 for stars. */
  readonly b: number;
  readonly low: number;
  readonly high: number;
  readonly tie: boolean;
}

export interface Observations {
  readonly rows: readonly Observation[];
  readonly designers: readonly string[];
  readonly candidates: readonly RatedCandidate[];
  /** Answers left out because their candidate is not (or no longer) known. */
  readonly unknown: number;
}

/**
 * Answers as likelihood rows. A second rating of the same candidate by the same designer replaces the first;
 * answers about unknown candidates and pairs of one candidate with itself are counted and left out.
 */
export function gatherObservations(
  candidates: readonly RatedCandidate[],
  ratings: readonly StarRating[],
  pairs: readonly PairComparison[],
): Observations {
  const place = new Map(candidates.map((candidate, i) => [candidate.id, i]));
  const designers = new Map<string, number>();
  const designerIndex = (name: string): number => {
    const known = designers.get(name) ?? designers.size;
    designers.set(name, known);
    return known;
  };
  const latest = new Map<string, Observation>();
  const rows: Observation[] = [];
  let unknown = 0;
  const single = (candidate: number, designer: number, low: number, high: number): Observation => ({
    designer,
    brief: candidates[candidate]?.brief ?? '',
    a: candidate,
    b: -1,
    low,
    high,
    tie: false,
  });
  for (const rating of ratings) {
    const at = place.get(rating.candidate);
    if (at === undefined) {
      unknown++;
      continue;
    }
    latest.set(`${rating.designer}\n${rating.candidate}`, single(at, designerIndex(rating.designer), rating.stars, rating.stars));
  }
  for (const pair of pairs) {
    const a = place.get(pair.a);
    const b = place.get(pair.b);
    if (a === undefined || b === undefined || a === b) {
      unknown++;
      continue;
    }
    const designer = designerIndex(pair.designer);
    if (pair.winner === 'neither') {
      rows.push(single(a, designer, 1, 2), single(b, designer, 1, 2));
      continue;
    }
    const [winner, loser] = pair.winner === 'b' ? [b, a] : [a, b];
    const brief = candidates[winner]?.brief ?? '';
    rows.push({ designer, brief, a: winner, b: loser, low: 0, high: 0, tie: pair.winner === 'tie' });
  }
  return { rows: [...latest.values(), ...rows], designers: [...designers.keys()], candidates, unknown };
}

/** log-likelihood of one row at utility (difference) z. */
export function answerOf(row: Observation, z: number, designer: DesignerScale): Answer {
  if (row.b < 0) return starAnswer(row.low, row.high, z, designer);
  return row.tie ? tieAnswer(z, designer) : pairAnswer(z, designer);
}
