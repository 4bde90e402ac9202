import { FAMILIES } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import { gatherObservations, type Observations, type PairComparison, type RatedCandidate, type StarRating } from './answers.ts';
import { DEFAULT_PRIOR, FEATURE, priorVariances, type TastePrior } from './features.ts';
import { type Gate, judgeGate } from './gate.ts';
import {
  BRIEF_ALONE,
  buildDesign,
  type Design,
  evidence,
  findMode,
  groupsByBrief,
  leaveGroupOut,
  MOOD_SD,
  type Mode,
  personalFeature,
  type Reach,
  reaching,
  siteEvidence,
  solveCovariance,
} from './laplace.ts';
import { type DesignerScale, USUAL_SCALE } from './likelihood.ts';
import { fitScales } from './thresholds.ts';

const F = FAMILIES.length;
/** Posterior samples kept with the model: enough for a standard deviation to 12 %. */
export const SAMPLES = 32;
const OUTER_ROUNDS = 2;
/** Reaches compared by their evidence: shared and personal families, then single materials. */
const REACHES: readonly number[] = [0.25, 0.5, 1, 2];

export interface FittedDesigner {
  readonly id: string;
  readonly answers: number;
  readonly scale: DesignerScale;
  /** Own weight per family, beside the shared ones. */
  readonly personal: Float64Array;
  readonly personalSamples: readonly Float64Array[];
}

/** What the ratings taught, before it is written down (see `model.ts`). */
export interface FittedPreference {
  readonly prior: TastePrior;
  /** How far the answers let the prior reach: type-II maximum likelihood over a few multiples. */
  readonly reach: Reach;
  readonly weights: Float64Array;
  /** Draws from the posterior of the shared weights; the sample of each designer's own weights has the same index. */
  readonly samples: readonly Float64Array[];
  readonly designers: readonly FittedDesigner[];
  readonly ratings: number;
  readonly pairs: number;
  readonly briefs: number;
  readonly unknown: number;
  readonly gate: Gate;
  /** Mean family profile of what was rated, and mean asked-for share: where beliefs are stated. */
  readonly usualProfile: Float64Array;
  readonly usualTarget: Float64Array;
}

/**
 * Fits shared and personal taste, thresholds and scales to all answers at once, and judges whether the result may be used.
 * `materials` is the palette's size; every candidate's features have `featureCount(materials)` entries.
 * The same answers and seed give the same model. About 0.2 s for 300 answers.
 */
export function fitPreference(given: {
  candidates: readonly RatedCandidate[];
  ratings: readonly StarRating[];
  pairs: readonly PairComparison[];
  materials: number;
  prior?: TastePrior;
  seed?: number;
}): FittedPreference {
  const prior = given.prior ?? DEFAULT_PRIOR;
  const observations = gatherObservations(given.candidates, given.ratings, given.pairs);
  const variances = priorVariances(prior, given.materials);
  const usual = buildDesign(observations, variances, prior.personal ** 2);
  const { design, scales, mode, logEvidence } = settle(usual, observations, true);
  const alone = settle(reaching(usual, BRIEF_ALONE), observations, false);
  const rng = Rng.fromSeed(given.seed ?? 1);
  const mean = weightsFrom(design, observations, mode.alpha);
  const weights = mean.shared;
  weights[FEATURE.briefScore] = (weights[FEATURE.briefScore] as number) + 1;
  const draws = Array.from({ length: SAMPLES }, () => drawPosterior(design, observations, mode, rng));
  const stars = observations.rows.filter((row) => row.b < 0).length;
  return {
    prior,
    reach: design.reach,
    weights,
    samples: draws.map(({ shared }) => shared.map((value, p) => value + (weights[p] as number))),
    designers: observations.designers.map((id, d) => ({
      id,
      answers: observations.rows.filter((row) => row.designer === d).length,
      scale: scales[d] ?? USUAL_SCALE,
      personal: mean.personal[d] ?? new Float64Array(F),
      personalSamples: draws.map(({ personal }) =>
        (personal[d] ?? new Float64Array(F)).map((value, f) => value + (mean.personal[d]?.[f] as number)),
      ),
    })),
    ratings: stars,
    pairs: observations.rows.length - stars,
    briefs: new Set(observations.rows.map((row) => row.brief)).size,
    unknown: observations.unknown,
    gate: judgeGate(observations, { mode, weights, logEvidence: logEvidence - alone.logEvidence }, rng.fork(1)),
    usualProfile: meanBlock(observations, (features, f) => features[FEATURE.profile + f] as number),
    usualTarget: meanBlock(observations, (features, t) => {
      let sum = 0;
      for (let f = 0; f < F; f++) sum += features[FEATURE.profileByTarget + f * F + t] as number;
      return sum;
    }),
  };
}

interface Settled {
  readonly design: Design;
  readonly scales: DesignerScale[];
  readonly mode: Mode;
  readonly logEvidence: number;
}

/** Thresholds and scales of the designers, with `choosing` the reach of the prior too, and the mode under them. */
function settle(start: Design, observations: Observations, choosing: boolean): Settled {
  const groups = groupsByBrief(observations);
  let design = start;
  let scales: DesignerScale[] = observations.designers.map(() => USUAL_SCALE);
  let mode = findMode(design, observations, scales);
  for (let round = 0; round < OUTER_ROUNDS && design.size > 0; round++) {
    if (choosing) {
      design = chooseReach(design, mode, observations.designers.length);
      mode = findMode(design, observations, scales, mode);
    }
    // Utilities as the other briefs predict them: those at the mode have already bent to the stars they should explain.
    scales = fitScales(observations, leaveGroupOut(mode, groups), scales);
    mode = findMode(design, observations, scales, mode);
  }
  return { design, scales, mode, logEvidence: evidence(design, observations, scales, mode) };
}

/** The reach under which the answers are likeliest (type-II maximum likelihood), one part of the taste after the other. */
function chooseReach(design: Design, mode: Mode, designers: number): Design {
  let best = design;
  let most = siteEvidence(design, mode);
  /** Climbs from where it stands to the neighbours while they are likelier. */
  const climb = (reachAt: (reach: Reach, value: number) => Reach, from: number): void => {
    for (const step of [-1, 1]) {
      for (let at = REACHES.indexOf(from) + step; at >= 0 && at < REACHES.length; at += step) {
        const offered = reaching(design, reachAt(best.reach, REACHES[at] as number));
        const reached = siteEvidence(offered, mode);
        if (reached <= most) break;
        best = offered;
        most = reached;
      }
    }
  };
  // One designer's own taste and the shared one are told apart by nothing.
  climb((reach, families) => ({ ...reach, families, personal: designers > 1 ? reach.personal : families }), design.reach.families);
  if (designers > 1) climb((reach, personal) => ({ ...reach, personal }), design.reach.personal);
  climb((reach, materials) => ({ ...reach, materials }), design.reach.materials);
  return best;
}

/** Σ Φᵀ a: weights, shared and each designer's own, that the vector a over answers stands for. */
function weightsFrom(design: Design, observations: Observations, a: Float64Array): { shared: Float64Array; personal: Float64Array[] } {
  const { size, width, rows, designer, sharedVariance: variances, personalVariance } = design;
  const shared = new Float64Array(width);
  const personal = observations.designers.map(() => new Float64Array(F));
  for (let i = 0; i < size; i++) {
    const weight = a[i] as number;
    const at = i * width;
    for (let p = 0; p < width; p++) shared[p] = (shared[p] as number) + weight * (rows[at + p] as number);
    const own = personal[designer[i] as number];
    if (own) for (let f = 0; f < F; f++) own[f] = (own[f] as number) + weight * personalVariance * personalFeature(rows, at, f);
  }
  for (let p = 0; p < width; p++) shared[p] = (shared[p] as number) * (variances[p] as number);
  return { shared, personal };
}

/** One draw of weights around the mode by Matheron's rule: a draw from the prior, corrected by the answers it fails to explain. */
function drawPosterior(
  design: Design,
  observations: Observations,
  mode: Mode,
  rng: Rng,
): { shared: Float64Array; personal: Float64Array[] } {
  const { size, width, rows, designer, brief, sharedVariance: variances, personalVariance } = design;
  const shared = variances.map((variance) => Math.sqrt(variance) * rng.normal());
  const personal = observations.designers.map(() => Float64Array.from({ length: F }, () => Math.sqrt(personalVariance) * rng.normal()));
  const moods = Float64Array.from({ length: size }, () => MOOD_SD * rng.normal());
  const missed = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const at = i * width;
    let sum = rng.normal() / Math.sqrt(mode.precision[i] as number);
    if ((brief[i] as number) >= 0) sum += moods[brief[i] as number] as number;
    for (let p = 0; p < width; p++) sum += (shared[p] as number) * (rows[at + p] as number);
    const own = personal[designer[i] as number];
    if (own) for (let f = 0; f < F; f++) sum += (own[f] as number) * personalFeature(rows, at, f);
    missed[i] = sum;
  }
  const correction = weightsFrom(design, observations, solveCovariance(mode, missed));
  return {
    shared: shared.map((value, p) => value - (correction.shared[p] as number)),
    personal: personal.map((own, d) => own.map((value, f) => value - (correction.personal[d]?.[f] as number))),
  };
}

function meanBlock(observations: Observations, read: (features: Float64Array, k: number) => number): Float64Array {
  const out = new Float64Array(F);
  const { rows, candidates } = observations;
  for (const row of rows) {
    const features = candidates[row.a]?.features;
    if (features) for (let k = 0; k < F; k++) out[k] = (out[k] as number) + read(features, k) / rows.length;
  }
  return out;
}
