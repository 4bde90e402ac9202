interface Waiting<K, V> {
  readonly key: K;
  readonly resolve: (value: V | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Looks keys up for many callers with one question: those who ask in one turn, or while a question is under way, share
 * the next. A crowd then costs the database as much as one caller.
 */
export class AskTogether<K, V> {
  readonly #find: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;
  #waiting: Waiting<K, V>[] = [];
  #asking = false;

  constructor(find: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {
    this.#find = find;
  }

  /** What is known under a key, or null. Rejects with the error of the question it was part of. */
  ask(key: K): Promise<V | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (!this.#asking) void this.#answerAll();
    });
  }

  async #answerAll(): Promise<void> {
    this.#asking = true;
    await new Promise((resolve) => setImmediate(resolve)); // let the rest of this turn's crowd arrive
    while (this.#waiting.length > 0) {
      const callers = this.#waiting;
      this.#waiting = [];
      try {
        const found = await this.#find([...new Set(callers.map(({ key }) => key))]);
        for (const { key, resolve } of callers) resolve(found.get(key) ?? null);
      } catch (error) {
        for (const { reject } of callers) reject(error);
      }
    }
    this.#asking = false;
  }
}
