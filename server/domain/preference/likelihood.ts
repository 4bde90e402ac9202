/**
 * One likelihood for stars and pairs. Stars: cumulative logit, P(star ≤ k) = σ((b_k − u) / s) with a designer's own thresholds b and
 * scale s (McCullagh 1980). Pairs: Bradley–Terry on the difference of utilities with the same scale. A share of answers is taken to be
 * random, so that one slip cannot outweigh many careful answers.
 */
export const STARS = [1, 2, 3, 4, 5] as const;

/** Share of answers taken to be given without looking. */
export const NOISE_FLOOR = 0.05;

export interface DesignerScale {
  /** Four ascending cut points between the five stars, in utility. */
  readonly thresholds: readonly number[];
  /** Logistic noise of one answer, in utility. */
  readonly scale: number;
}

export const USUAL_SCALE: DesignerScale = { thresholds: [-1.5, -0.5, 0.5, 1.5], scale: 0.4 };

/** log-likelihood of one answer at utility (or difference) z with its first two derivatives in z. */
export interface Answer {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** Stars between `low` and `high` inclusive (a single star when they are the same). */
export function starAnswer(low: number, high: number, z: number, designer: DesignerScale): Answer {
  const { thresholds, scale } = designer;
  const upper = high >= 5 ? null : ((thresholds[high - 1] as number) - z) / scale;
  const lower = low <= 1 ? null : ((thresholds[low - 2] as number) - z) / scale;
  const floor = (NOISE_FLOOR * (high - low + 1)) / STARS.length;
  const up = upper === null ? { p: 1, d: 0, dd: 0 } : logistic(upper);
  const down = lower === null ? { p: 0, d: 0, dd: 0 } : logistic(lower);
  return mixed(up.p - down.p, -(up.d - down.d) / scale, (up.dd - down.dd) / (scale * scale), floor);
}

/** Winner minus loser at utility difference z. */
export function pairAnswer(z: number, designer: DesignerScale): Answer {
  const { p, d, dd } = logistic(z / designer.scale);
  return mixed(p, d / designer.scale, dd / (designer.scale * designer.scale), NOISE_FLOOR / 2);
}

/** A tie: half a win for each side. */
export function tieAnswer(z: number, designer: DesignerScale): Answer {
  const a = pairAnswer(z, designer);
  const b = pairAnswer(-z, designer);
  return { value: (a.value + b.value) / 2, slope: (a.slope - b.slope) / 2, curvature: (a.curvature + b.curvature) / 2 };
}

function logistic(x: number): { p: number; d: number; dd: number } {
  const p = 1 / (1 + Math.exp(-x));
  const d = p * (1 - p);
  return { p, d, dd: d * (1 - 2 * p) };
}

function mixed(p: number, d: number, dd: number, floor: number): Answer {
  const keep = 1 - NOISE_FLOOR;
  const total = keep * Math.max(p, 0) + floor;
  const slope = (keep * d) / total;
  return { value: Math.log(total), slope, curvature: (keep * dd) / total - slope * slope };
}
