/** A test problem whose Pareto front is known: real variables, all objectives minimised. */
export interface KnownProblem {
  readonly name: string;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly m: number;
  /** Writes the m objectives of x and returns the sum of constraint violations, 0 = feasible. */
  evaluate(x: Float64Array, objectives: Float64Array): number;
  /** Reference point of the hypervolume and the exact hypervolume of the true front. */
  readonly reference: readonly number[];
  readonly exact: number;
  /** The median hypervolume over the seeds that a sound NSGA-II reaches with 25,000 evaluations. */
  readonly bar: number;
}
