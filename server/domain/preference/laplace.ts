import { FAMILIES } from '../ingredient/family.ts';
import { f64, i32 } from '../math/element.ts';
import { answerOf, type Observations } from './answers.ts';
import { choleskyInPlace, choleskySolve, dotRange } from './cholesky.ts';
import { FEATURE } from './features.ts';
import type { DesignerScale } from './likelihood.ts';

const F = FAMILIES.length;

/**
 * How far each part of a taste reaches, as a multiple of the prior's own spread: which of the brief's mismatches count, families and all
 * that goes with them, a designer's own family weights, and single materials. Nothing at all leaves the brief score.
 */
export interface Reach {
  readonly mismatches: number;
  readonly families: number;
  readonly personal: number;
  readonly materials: number;
}
export const USUAL_REACH: Reach = { mismatches: 1, families: 1, personal: 1, materials: 1 };
export const BRIEF_ALONE: Reach = { mismatches: 0, families: 0, personal: 0, materials: 0 };

/** Spread of the mood that a brief's formulas share, in stars: some briefs please more than others whatever is made for them. */
export const MOOD_SD = 0.5;

const CAUSES = ['mismatches', 'families', 'personal', 'materials'] as const;

/** Covariance of the answers' utilities by what causes it, at the prior's own spreads [size × size each]. */
interface Causes {
  readonly brief: Float64Array;
  readonly mismatches: Float64Array;
  readonly families: Float64Array;
  readonly personal: Float64Array;
  readonly materials: Float64Array;
}

/**
 * The linear model in the space of answers. With fewer answers than weights this is the cheap side: everything needs the Gram matrix
 * K = Φ Σ Φᵀ alone (Rasmussen & Williams 2006, section 3.4, with a general likelihood).
 */
export interface Design {
  readonly size: number;
  readonly width: number;
  /** Row of features per answer, winner minus loser for pairs [size × width]. */
  readonly rows: Float64Array;
  /** Answers by the designer who gave them. */
  readonly designer: Int32Array;
  /** Answers by the brief whose mood they share; −1 for pairs, in which it cancels. */
  readonly brief: Int32Array;
  /** Prior mean of every answer's utility. */
  readonly priorMean: Float64Array;
  readonly causes: Causes;
  readonly reach: Reach;
  /** Prior variances at this reach: of the shared weights [width], and of each designer's own weight per family. */
  readonly sharedVariance: Float64Array;
  readonly personalVariance: number;
  readonly gram: Float64Array;
}

/** `sharedVariance` [width] of the shared weights and `personalVariance` of each designer's own, both at the usual reach. */
export function buildDesign(observations: Observations, sharedVariance: Float64Array, personalVariance: number): Design {
  const { rows: answers, candidates } = observations;
  const size = answers.length;
  const width = sharedVariance.length;
  const rows = new Float64Array(size * width);
  const designer = Int32Array.from(answers, (answer) => answer.designer);
  const brief = briefIndices(observations);
  const priorMean = new Float64Array(size);
  answers.forEach((answer, i) => {
    const row = rows.subarray(i * width, (i + 1) * width);
    row.set(candidates[answer.a]?.features ?? row);
    const loser = answer.b < 0 ? undefined : candidates[answer.b]?.features;
    if (loser) for (let p = 0; p < width; p++) row[p] = (row[p] as number) - (loser[p] as number);
    priorMean[i] = row[FEATURE.briefScore] as number;
  });
  const matrix = (): Float64Array => new Float64Array(size * size);
  const causes: Causes = { brief: matrix(), mismatches: matrix(), families: matrix(), personal: matrix(), materials: matrix() };
  const scaled = new Float64Array(width);
  const own = new Float64Array(F);
  const put = (cause: Float64Array, i: number, j: number, value: number): void => {
    cause[i * size + j] = value;
    cause[j * size + i] = value;
  };
  for (let i = 0; i < size; i++) {
    const from = i * width;
    for (let p = 0; p < width; p++) scaled[p] = f64(rows, from + p) * f64(sharedVariance, p);
    for (let f = 0; f < F; f++) own[f] = personalVariance * personalFeature(rows, from, f);
    for (let j = 0; j <= i; j++) {
      const at = j * width;
      const part = (start: number, end: number): number => dotRange(scaled, start, rows, at + start, end - start);
      const mood = i32(brief, i) >= 0 && i32(brief, i) === i32(brief, j) ? MOOD_SD ** 2 : 0;
      put(causes.brief, i, j, part(0, FEATURE.mismatches) + mood);
      put(causes.mismatches, i, j, part(FEATURE.mismatches, FEATURE.profile));
      put(causes.families, i, j, part(FEATURE.profile, FEATURE.materials));
      put(causes.materials, i, j, part(FEATURE.materials, width));
      if (i32(designer, i) !== i32(designer, j)) continue;
      let sum = 0;
      for (let f = 0; f < F; f++) sum += f64(own, f) * personalFeature(rows, at, f);
      put(causes.personal, i, j, sum);
    }
  }
  const unreached = { size, width, rows, designer, brief, priorMean, causes, sharedVariance, personalVariance };
  return reaching({ ...unreached, reach: USUAL_REACH, gram: matrix() }, USUAL_REACH);
}

/** The same answers under a prior of another reach. */
export function reaching(design: Design, reach: Reach): Design {
  const { causes } = design;
  const gram = causes.brief.slice();
  for (const cause of CAUSES) {
    const variance = reach[cause] ** 2;
    const part = causes[cause];
    if (variance > 0) for (let k = 0; k < gram.length; k++) gram[k] = f64(gram, k) + variance * f64(part, k);
  }
  const grown = (cause: (typeof CAUSES)[number]): number => (reach[cause] / design.reach[cause]) ** 2;
  const sharedVariance = design.sharedVariance.slice();
  const grow = (start: number, end: number, by: number): void => {
    for (let p = start; p < end; p++) sharedVariance[p] = f64(sharedVariance, p) * by;
  };
  grow(FEATURE.mismatches, FEATURE.profile, grown('mismatches'));
  grow(FEATURE.profile, FEATURE.materials, grown('families'));
  grow(FEATURE.materials, design.width, grown('materials'));
  return { ...design, reach, gram, sharedVariance, personalVariance: design.personalVariance * grown('personal') };
}

/**
 * What a designer's own weight for family f multiplies: the share less an equal share (in pairs that cancels), so that leniency with
 * the stars is left to the thresholds.
 */
export function personalFeature(rows: Float64Array, at: number, f: number): number {
  return (rows[at + FEATURE.profile + f] as number) - (rows[at + FEATURE.bias] as number) / F;
}

/** The mode of the posterior over answers' utilities and what is needed around it. */
export interface Mode {
  readonly z: Float64Array;
  /** Gradient of the log-likelihood at the mode: K⁻¹ (z − prior mean). */
  readonly alpha: Float64Array;
  /** Minus the curvature per answer, kept positive. */
  readonly precision: Float64Array;
  /** Cholesky factor of I + √W K √W. */
  readonly factor: Float64Array;
}

/** A flat likelihood (everyone at five stars) still has to leave a definite matrix. */
const LEAST_PRECISION = 1e-3;
const MOST_NEWTON_STEPS = 8;
/** In log-likelihood: far below what any rating could change. */
const CONVERGED = 1e-2;

/** Newton's method for the mode at fixed thresholds, from `start` (or the prior mean). */
export function findMode(design: Design, observations: Observations, scales: readonly DesignerScale[], start?: Mode): Mode {
  const { size: n, gram, priorMean } = design;
  let alpha: Float64Array<ArrayBuffer> = start ? start.alpha.slice() : new Float64Array(n);
  // From α, not from the start's own utilities: those belong to the prior they were found under.
  let z = start ? multiply(gram, alpha, n).map((value, i) => value + (priorMean[i] as number)) : priorMean.slice();
  const precision = new Float64Array(n);
  const slope = new Float64Array(n);
  let factor = new Float64Array(0);
  const evaluate = (at: Float64Array, a: Float64Array): number => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      const row = observations.rows[i] as (typeof observations.rows)[number];
      const answer = answerOf(row, at[i] as number, scales[row.designer] as DesignerScale);
      slope[i] = answer.slope;
      precision[i] = Math.max(-answer.curvature, LEAST_PRECISION);
      total += answer.value - 0.5 * (a[i] as number) * ((at[i] as number) - (priorMean[i] as number));
    }
    return total;
  };
  let objective = evaluate(z, alpha);
  for (let step = 0; step < MOST_NEWTON_STEPS; step++) {
    factor = factorOf(gram, precision, n);
    const b = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      b[i] = (precision[i] as number) * ((z[i] as number) - (priorMean[i] as number)) + (slope[i] as number);
    }
    const wanted = newAlpha(gram, precision, factor, b, n);
    // The noise floor makes the likelihood not quite log-concave: halve the step until it helps.
    let size = 1;
    let gain = 0;
    for (; size > 1 / 64; size /= 2) {
      const share = size;
      const tryAlpha = wanted.map((value, i) => share * value + (1 - share) * (alpha[i] as number));
      const tryZ = multiply(gram, tryAlpha, n).map((value, i) => value + (priorMean[i] as number));
      const reached = evaluate(tryZ, tryAlpha);
      gain = reached - objective;
      if (gain > -1e-9) {
        z = tryZ;
        alpha = tryAlpha;
        objective = reached;
        break;
      }
    }
    if (gain < CONVERGED) break;
  }
  evaluate(z, alpha);
  return { z, alpha, precision: precision.slice(), factor: factorOf(gram, precision, n) };
}

/** log p(answers) under a design's prior by Laplace's approximation at its mode, up to a constant of the answers. */
export function evidence(design: Design, observations: Observations, scales: readonly DesignerScale[], mode: Mode): number {
  let total = 0;
  for (let i = 0; i < design.size; i++) {
    const row = observations.rows[i] as (typeof observations.rows)[number];
    total += answerOf(row, f64(mode.z, i), scales[row.designer] as DesignerScale).value;
    total -= 0.5 * f64(mode.alpha, i) * (f64(mode.z, i) - f64(design.priorMean, i)) + Math.log(f64(mode.factor, i * design.size + i));
  }
  return total;
}

/** The same for another design with the Gaussian sites of a mode in the answers' place: one factorisation, to compare priors by. */
export function siteEvidence(design: Design, mode: Mode): number {
  const { size: n, gram, priorMean } = design;
  const factor = factorOf(gram, mode.precision, n);
  const missed = Float64Array.from(mode.z, (z, i) => {
    const precision = f64(mode.precision, i);
    return Math.sqrt(precision) * (z + f64(mode.alpha, i) / precision - f64(priorMean, i));
  });
  const solved = choleskySolve(factor, n, missed.slice());
  let total = -0.5 * dotRange(missed, 0, solved, 0, n);
  for (let i = 0; i < n; i++) total -= Math.log(f64(factor, i * n + i));
  return total;
}

/** (K + W⁻¹)⁻¹ b, by the factor of I + √W K √W. */
export function solveCovariance(mode: Mode, b: Float64Array): Float64Array {
  const root = mode.precision.map(Math.sqrt);
  const scaled = b.map((value, i) => value * (root[i] as number));
  return choleskySolve(mode.factor, b.length, scaled).map((value, i) => value * (root[i] as number));
}

/**
 * Utilities of each group of answers as predicted by all the others: leave-one-group-out without refitting, from the Gaussian sites of
 * the mode (Vehtari et al. 2016, JMLR 17, section 3; the group form of y − [C⁻¹]gg⁻¹ [C⁻¹ y]g).
 */
export function leaveGroupOut(mode: Mode, groups: readonly (readonly number[])[]): Float64Array {
  const n = mode.z.length;
  const out = new Float64Array(n);
  const inverse = invertFactor(mode.factor, n);
  for (const group of groups) {
    const k = group.length;
    // C⁻¹ restricted to the group: √w_i √w_j Σ_m L⁻¹[m, i] L⁻¹[m, j].
    const block = new Float64Array(k * k);
    group.forEach((i, r) => {
      for (let c = 0; c <= r; c++) {
        const j = group[c] as number;
        const from = Math.max(i, j);
        const sum = dotRange(inverse, i * n + from, inverse, j * n + from, n - from);
        const value = sum * Math.sqrt((mode.precision[i] as number) * (mode.precision[j] as number));
        block[r * k + c] = value;
        block[c * k + r] = value;
      }
    });
    const right = Float64Array.from(group, (i) => mode.alpha[i] as number);
    if (!choleskyInPlace(block, k)) throw new Error('a group of answers gave a matrix that is not positive definite');
    const shift = choleskySolve(block, k, right);
    group.forEach((i, r) => {
      out[i] = (mode.z[i] as number) + (mode.alpha[i] as number) / (mode.precision[i] as number) - (shift[r] as number);
    });
  }
  return out;
}

/** L⁻¹ of a lower triangular factor, column by column: entry (m, i) stands at i·n + m. */
function invertFactor(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    inverse[i * n + i] = 1 / f64(l, i * n + i);
    for (let m = i + 1; m < n; m++) {
      inverse[i * n + m] = -dotRange(l, m * n + i, inverse, i * n + i, m - i) / f64(l, m * n + m);
    }
  }
  return inverse;
}

/** Answers of each brief, in order of first appearance. */
export function groupsByBrief(observations: Observations): number[][] {
  const briefs = new Map<string, number[]>();
  observations.rows.forEach((row, i) => {
    const members = briefs.get(row.brief) ?? [];
    members.push(i);
    briefs.set(row.brief, members);
  });
  return [...briefs.values()];
}

/** Place of each answer's brief in order of first appearance; −1 for pairs. */
function briefIndices({ rows }: Observations): Int32Array {
  const places = new Map<string, number>();
  return Int32Array.from(rows, ({ brief, b }) => {
    if (b >= 0) return -1;
    const place = places.get(brief) ?? places.size;
    places.set(brief, place);
    return place;
  });
}

function factorOf(gram: Float64Array, precision: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const factor = new Float64Array(n * n);
  const root = precision.map(Math.sqrt);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      factor[i * n + j] = (root[i] as number) * (gram[i * n + j] as number) * (root[j] as number) + (i === j ? 1 : 0);
    }
  }
  if (!choleskyInPlace(factor, n)) throw new Error('the answers gave a matrix that is not positive definite');
  return factor;
}

/** b − √W B⁻¹ √W K b. */
function newAlpha(
  gram: Float64Array,
  precision: Float64Array,
  factor: Float64Array,
  b: Float64Array,
  n: number,
): Float64Array<ArrayBuffer> {
  const kb = multiply(gram, b, n);
  const root = precision.map(Math.sqrt);
  const solved = choleskySolve(
    factor,
    n,
    kb.map((value, i) => value * (root[i] as number)),
  );
  return Float64Array.from(b, (value, i) => value - (root[i] as number) * (solved[i] as number));
}

function multiply(matrix: Float64Array, vector: Float64Array, n: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    out[i] = dotRange(matrix, i * n, vector, 0, n);
  }
  return out;
}
