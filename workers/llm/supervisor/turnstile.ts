/** Lets one through at a time, in order of arrival. Leaving twice counts once. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();

  /** Resolves with the way out when it is this caller's turn, or at once when the signal aborts. */
  async enter(signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let leave: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    const entered = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { signal: entered.signal });
    });
    await Promise.race([before, aborted]);
    entered.abort();
    // One that gave up waiting still passes the turn on only after the one before it has left.
    if (signal.aborted) void before.then(leave);
    return leave;
  }
}
