import { FAMILIES } from '../ingredient/family.ts';
import { answerOf, type Observations } from './answers.ts';
import { choleskyInPlace, choleskySolve } from './cholesky.ts';
import { FEATURE } from './features.ts';
import type { DesignerScale } from './likelihood.ts';

const F = FAMILIES.length;

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
  /** Prior mean of every answer's utility. */
  readonly priorMean: Float64Array;
  readonly gram: Float64Array;
}

/** `sharedVariance` [width] of the shared weights; `personalVariance` of each designer's own weight per family. */
export function buildDesign(observations: Observations, sharedVariance: Float64Array, personalVariance: number): Design {
  const { rows: answers, candidates } = observations;
  const size = answers.length;
  const width = sharedVariance.length;
  const rows = new Float64Array(size * width);
  const designer = Int32Array.from(answers, (answer) => answer.designer);
  const priorMean = new Float64Array(size);
  answers.forEach((answer, i) => {
    const row = rows.subarray(i * width, (i + 1) * width);
    row.set(candidates[answer.a]?.features ?? row);
    const loser = answer.b < 0 ? undefined : candidates[answer.b]?.features;
    if (loser) for (let p = 0; p < width; p++) row[p] = (row[p] as number) - (loser[p] as number);
    priorMean[i] = row[FEATURE.briefScore] as number;
  });
  const scaled = new Float64Array(width);
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const own = rows.subarray(i * width, (i + 1) * width);
    for (let p = 0; p < width; p++) scaled[p] = (own[p] as number) * (sharedVariance[p] as number);
    for (let j = 0; j <= i; j++) {
      const at = j * width;
      let sum = 0;
      for (let p = 0; p < width; p++) sum += (scaled[p] as number) * (rows[at + p] as number);
      if (designer[i] === designer[j]) {
        for (let f = 0; f < F; f++) {
          sum += personalVariance * personalFeature(rows, i * width, f) * personalFeature(rows, at, f);
        }
      }
      gram[i * size + j] = sum;
      gram[j * size + i] = sum;
    }
  }
  return { size, width, rows, designer, priorMean, gram };
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
  let z = start ? start.z.slice() : priorMean.slice();
  let alpha = start ? start.alpha.slice() : new Float64Array(n);
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
        let sum = 0;
        for (let m = Math.max(i, j); m < n; m++) sum += (inverse[m * n + i] as number) * (inverse[m * n + j] as number);
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

/** L⁻¹ of a lower triangular factor. */
function invertFactor(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const diagonal = l[i * n + i] as number;
    const row = inverse.subarray(i * n, i * n + i + 1);
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k] as number;
      const at = k * n;
      for (let j = 0; j <= k; j++) row[j] = (row[j] as number) - factor * (inverse[at + j] as number);
    }
    for (let j = 0; j < i; j++) row[j] = (row[j] as number) / diagonal;
    row[i] = 1 / diagonal;
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
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] as number) * (vector[j] as number);
    out[i] = sum;
  }
  return out;
}
