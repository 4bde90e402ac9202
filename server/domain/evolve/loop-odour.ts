/**
 * Odour over time as the loop needs it, separable so that a formula costs one power per line and one per time:
 * intensity of line i at time t = amplitude[i,t] · pct_i^exponent · (Σ_j moles[j,t]·pct_j)^−exponent.
 */
export interface LoopOdour {
  /** Seconds after application, ascending. */
  readonly timesS: readonly number[];
  readonly exponent: number;
  /** n × T */
  readonly amplitude: Float64Array;
  /** n × T: moles that are left in the liquid per % of the concentrate. */
  readonly moles: Float64Array;
  /** n × 18 shares of character. */
  readonly families: Float64Array;
}
