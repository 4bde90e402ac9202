/** Equal work under way at the same time is done once: later callers get the first one's result, or its failure. */
export class SingleFlight {
  readonly #flights = new Map<string, Promise<unknown>>();

  get size(): number {
    return this.#flights.size;
  }

  /** `work` of the same key must give the same type. `shared` is true for a caller that only waited. */
  async run<T>(key: string, work: () => Promise<T>): Promise<{ value: T; shared: boolean }> {
    const under = this.#flights.get(key) as Promise<T> | undefined;
    if (under) return { value: await under, shared: true };
    const flight = work();
    this.#flights.set(key, flight);
    try {
      return { value: await flight, shared: false };
    } finally {
      this.#flights.delete(key);
    }
  }
}
