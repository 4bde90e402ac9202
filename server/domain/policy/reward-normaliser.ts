/** What a checkpoint keeps of the normaliser; restoring a policy without it changes the scale of every reward. */
export interface RewardNormaliserState {
  readonly ring: readonly number[];
  readonly next: number;
}

export interface RewardNormaliserOptions {
  /** How many of the latest rewards set the scale. */
  readonly window_size: number;
  /** Normalised rewards are clipped to ± this. */
  readonly clip_range: number;
  /**
   * Whether the mean is taken off too. Only where every episode has the same length: taking the mean off a reward of +1 per step
   * of survival (CartPole) leaves nothing to learn from.
   */
  readonly centre: boolean;
}

/** Scales rewards by the spread of the latest ones. Not-a-number passes through, for the guard to see. */
export class RewardNormaliser {
  readonly #options: RewardNormaliserOptions;
  #ring: number[];
  #next: number;

  constructor(options: RewardNormaliserOptions, state: RewardNormaliserState = { ring: [], next: 0 }) {
    this.#options = options;
    this.#ring = [...state.ring];
    this.#next = state.next;
  }

  state(): RewardNormaliserState {
    return { ring: [...this.#ring], next: this.#next };
  }

  /** Takes one batch of raw rewards into the window, then normalises it in place. */
  observeAndNormalise(rewards: Float64Array): void {
    for (const reward of rewards) this.#observe(reward);
    this.normalise(rewards);
  }

  /** Normalises in place and learns nothing: for evaluation. */
  normalise(rewards: Float64Array): void {
    const n = this.#ring.length;
    if (n < 2) return;
    let mean = 0;
    for (const reward of this.#ring) mean += reward / n;
    let variance = 0;
    for (const reward of this.#ring) variance += (reward - mean) ** 2 / n;
    const scale = 1 / (Math.sqrt(variance) + 1e-8);
    const shift = this.#options.centre ? mean : 0;
    const limit = this.#options.clip_range;
    for (let i = 0; i < rewards.length; i++) {
      const value = ((rewards[i] as number) - shift) * scale;
      rewards[i] = Number.isNaN(value) ? value : Math.min(Math.max(value, -limit), limit);
    }
  }

  #observe(reward: number): void {
    if (!Number.isFinite(reward)) return;
    if (this.#ring.length < this.#options.window_size) {
      this.#ring.push(reward);
      return;
    }
    this.#ring[this.#next] = reward;
    this.#next = (this.#next + 1) % this.#options.window_size;
  }
}
