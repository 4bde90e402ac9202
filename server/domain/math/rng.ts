/**
 * xoshiro128** with Box–Muller normals: the one generator of the domain, passed as an argument everywhere.
 * The state is 16 bytes plus the spare normal and serialises to JSON, so a resumed run continues to the last digit.
 * Source: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021.
 */
export interface RngState {
  readonly s: readonly [number, number, number, number];
  readonly spare: number | null;
}

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | null;

  private constructor(state: RngState) {
    [this.#a, this.#b, this.#c, this.#d] = state.s;
    this.#spare = state.spare;
  }

  /** A generator from any 32-bit seed; splitmix32 fills the state. */
  static fromSeed(seed: number): Rng {
    let z = seed >>> 0;
    const next = (): number => {
      z = (z + 0x9e3779b9) >>> 0;
      let t = z ^ (z >>> 16);
      t = Math.imul(t, 0x21f0aaad);
      t ^= t >>> 15;
      t = Math.imul(t, 0x735a2d97);
      return (t ^ (t >>> 15)) >>> 0;
    };
    return new Rng({ s: [next(), next(), next(), next() | 1], spare: null });
  }

  static fromState(state: RngState): Rng {
    return new Rng(state);
  }

  state(): RngState {
    return { s: [this.#a, this.#b, this.#c, this.#d], spare: this.#spare };
  }

  /** An independent generator for sub-task `index`, without advancing this one. */
  fork(index: number): Rng {
    let hash = 0x811c9dc5 ^ Math.imul(index + 1, 0x9e3779b1);
    for (const word of [this.#a, this.#b, this.#c, this.#d]) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 13);
    return Rng.fromSeed(hash >>> 0);
  }

  uint32(): number {
    const result = Math.imul(rotl(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotl(this.#d, 11);
    this.#a >>>= 0;
    this.#b >>>= 0;
    this.#c >>>= 0;
    this.#d >>>= 0;
    return result;
  }

  /** Uniform on [0, 1) with 32 bits. */
  uniform(): number {
    return this.uint32() * 2 ** -32;
  }

  /** Uniform integer on [0, n), n ≤ 2^32. */
  int(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Standard normal by Box–Muller. */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fisher–Yates in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i] as T;
      items[i] = items[j] as T;
      items[j] = held;
    }
    return items;
  }
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
