/** What one step of all environments brought. Arrays are reused: copy what must outlive the next step. */
export interface VectorStep {
  readonly rewards: Float64Array;
  /** 1 where the episode ended with this step; the environment has already begun the next one. */
  readonly dones: Uint8Array;
  /** 1 where it ended only because time was up and its state's value still counts. */
  readonly truncations: Uint8Array;
  /** The last observation of episodes that ended [envs × observationSize]; other rows are stale. */
  readonly finalObservations: Float32Array;
}

/** Many copies of one environment stepped together, so that every forward pass is a batch. */
export interface VectorEnvironment {
  readonly envs: number;
  readonly observationSize: number;
  /** Dimensions of a continuous action, or the number of discrete choices. */
  readonly actionSize: number;
  /** Current observations [envs × observationSize]. */
  readonly observations: Float32Array;
  /** Continuous: [envs × actionSize]; discrete: one-hot in the same layout. */
  step(actions: Float32Array): VectorStep;
  /** Everything needed to continue to the last bit, as JSON. */
  state(): unknown;
  restore(state: unknown): void;
}
