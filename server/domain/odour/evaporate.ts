import { GAS_CONSTANT } from './constants.ts';

export interface Evaporation {
  /** Moles at the start, per component. */
  readonly moles: Float64Array;
  /** Vapour pressure at the surface temperature, Pa; 0 = non-volatile. */
  readonly psatPa: Float64Array;
  /** Writes γ_i for mole amounts; null = ideal, γ = 1. */
  readonly gamma: ((moles: Float64Array, out: Float64Array) => void) | null;
  readonly temperatureK: number;
  readonly areaM2: number;
  /** Mass transfer coefficient k_G, m/s. */
  readonly massTransferMS: number;
  /** Times to report, s, ascending. */
  readonly timesS: readonly number[];
  /** Largest change of ln n_i that activity coefficients may cause within one step. */
  readonly tolerance?: number;
}

export interface EvaporationResult {
  /** Moles left at each time: times × components. */
  readonly molesAt: readonly Float64Array[];
  /** Activity coefficients at each time. */
  readonly gammaAt: readonly Float64Array[];
  /** Largest |left + evaporated − start| ÷ start over the components. */
  readonly massBalanceError: number;
  readonly steps: number;
}

const DEFAULT_TOLERANCE = 1e-3;
const GROWTH = 3;
/** e^-30 is nothing: a larger change of ln n_i is not worse. */
const LARGEST_CHANGE = 30;
/** Below this share of the start everything counts as gone. */
const GONE = 1e-14;

/**
 * Evaporation from an open film: dn_i/dt = −k_G A γ_i x_i P_i/(R T).
 *
 * With dτ = dt/N (N = Σ n) the equations come apart: dn_i/dτ = −a_i γ_i n_i, a_i = k_G A P_i/(R T). Frozen γ give
 * n_i(τ) = n_i e^{−a_i γ_i τ} and t(τ) = Σ n_i (1 − e^{−a_i γ_i τ})/(a_i γ_i), exact however stiff (ethanol in minutes, musks in
 * days). γ follows the composition by a trapezoid rule in τ with step control, so amounts stay positive and nothing is lost.
 */
export function evaporate(input: Evaporation): EvaporationResult {
  const { moles, psatPa, gamma, timesS } = input;
  const size = moles.length;
  const tolerance = input.tolerance ?? DEFAULT_TOLERANCE;
  const factor = (input.massTransferMS * input.areaM2) / (GAS_CONSTANT * input.temperatureK);
  const speed = psatPa.map((pa) => factor * pa);
  const n = Float64Array.from(moles);
  const evaporated = new Float64Array(size);
  const predicted = new Float64Array(size);
  const gammaNow = new Float64Array(size).fill(1);
  const gammaEnd = new Float64Array(size).fill(1);
  const rate = new Float64Array(size);
  const start = sum(n);
  gamma?.(n, gammaNow);

  const molesAt: Float64Array[] = [];
  const gammaAt: Float64Array[] = [];
  const lastTime = timesS.at(-1) ?? 0;
  let time = 0;
  let steps = 0;
  let step = firstStep(n, speed, gammaNow);

  const report = (at: Float64Array): void => {
    molesAt.push(at);
    const g = new Float64Array(size).fill(1);
    gamma?.(at, g);
    gammaAt.push(g);
  };
  while (molesAt.length < timesS.length && (timesS[molesAt.length] as number) <= 0) report(Float64Array.from(n));

  while (molesAt.length < timesS.length) {
    if (sum(n) <= GONE * start) {
      report(new Float64Array(size));
      continue;
    }
    let error = 0;
    if (gamma) {
      for (let i = 0; i < size; i++) predicted[i] = (n[i] as number) * Math.exp(-(speed[i] as number) * (gammaNow[i] as number) * step);
      gamma(predicted, gammaEnd);
      for (let i = 0; i < size; i++) {
        const left = predicted[i] as number;
        if (left <= GONE * start) continue;
        const change = 0.5 * (speed[i] as number) * step * Math.abs((gammaEnd[i] as number) - (gammaNow[i] as number));
        // A component nearly gone cannot be wrong by more than what is left of it; the root keeps its tail, and longevity, right.
        error = Math.max(error, Math.min(change, LARGEST_CHANGE) * Math.sqrt(left / (moles[i] as number)));
      }
      if (error > tolerance) {
        step *= Math.max(0.2, 0.9 * Math.sqrt(tolerance / error));
        continue;
      }
    }
    for (let i = 0; i < size; i++) rate[i] = (speed[i] as number) * 0.5 * ((gammaNow[i] as number) + (gammaEnd[i] as number));
    const spent = elapsed(n, rate, step);
    while (molesAt.length < timesS.length && (timesS[molesAt.length] as number) <= time + spent) {
      const inside = stepUntil(n, rate, (timesS[molesAt.length] as number) - time, step);
      report(Float64Array.from(n, (value, i) => value * Math.exp(-(rate[i] as number) * inside)));
    }
    for (let i = 0; i < size; i++) {
      const gone = -(n[i] as number) * Math.expm1(-(rate[i] as number) * step);
      evaporated[i] = (evaporated[i] as number) + gone;
      n[i] = (n[i] as number) * Math.exp(-(rate[i] as number) * step);
    }
    time += spent;
    steps++;
    if (gamma) gamma(n, gammaNow);
    if (time >= lastTime) break;
    step *= Math.min(GROWTH, error > 0 ? 0.9 * Math.sqrt(tolerance / error) : GROWTH);
  }
  while (molesAt.length < timesS.length) report(Float64Array.from(n));
  let massBalanceError = 0;
  for (let i = 0; i < size; i++) {
    const began = moles[i] as number;
    if (began > 0) massBalanceError = Math.max(massBalanceError, Math.abs((n[i] as number) + (evaporated[i] as number) - began) / began);
  }
  return { molesAt, gammaAt, massBalanceError, steps };
}

/** A step in which the fastest component loses about a tenth. */
function firstStep(n: Float64Array, speed: Float64Array, gamma: Float64Array): number {
  let fastest = 0;
  for (let i = 0; i < n.length; i++) if ((n[i] as number) > 0) fastest = Math.max(fastest, (speed[i] as number) * (gamma[i] as number));
  return fastest > 0 ? 0.1 / fastest : 1;
}

/** Seconds that a step of τ takes: Σ n_i (1 − e^{−r_i τ})/r_i. */
function elapsed(n: Float64Array, rate: Float64Array, tau: number): number {
  let seconds = 0;
  for (let i = 0; i < n.length; i++) {
    const r = rate[i] as number;
    seconds += (n[i] as number) * (r * tau < 1e-12 ? tau : -Math.expm1(-r * tau) / r);
  }
  return seconds;
}

/** The τ inside (0, step] at which `seconds` have passed: Newton with bisection as guard. */
function stepUntil(n: Float64Array, rate: Float64Array, seconds: number, step: number): number {
  let low = 0;
  let high = step;
  let tau = Math.min(step, seconds / sum(n));
  for (let round = 0; round < 100; round++) {
    const miss = elapsed(n, rate, tau) - seconds;
    if (Math.abs(miss) <= 1e-12 * seconds) break;
    if (miss > 0) high = tau;
    else low = tau;
    let left = 0;
    for (let i = 0; i < n.length; i++) left += (n[i] as number) * Math.exp(-(rate[i] as number) * tau);
    const next = tau - miss / left;
    tau = next > low && next < high ? next : (low + high) / 2;
  }
  return tau;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
