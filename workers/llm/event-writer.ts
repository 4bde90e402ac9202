import type { NewRunEvent } from '#domain/run/event.ts';

/**
 * Writes a run's events in the order in which they were added, one transaction at a time; what is added meanwhile goes
 * together into the next. An error of the log (the run was lost) comes out of flushed().
 */
export class EventWriter {
  readonly #write: (events: readonly NewRunEvent[]) => Promise<unknown>;
  #waiting: NewRunEvent[] = [];
  #writing: Promise<void> = Promise.resolve();
  #idle = true;

  constructor(write: (events: readonly NewRunEvent[]) => Promise<unknown>) {
    this.#write = write;
  }

  add(event: NewRunEvent): void {
    this.#waiting.push(event);
    if (!this.#idle) return;
    this.#idle = false;
    this.#writing = this.#drain();
    // The error is kept for flushed(); without a listener Node would end the process over it.
    this.#writing.catch(() => undefined);
  }

  /** Resolves when everything added so far is written; throws what the log threw. */
  async flushed(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    await Promise.resolve(); // what is added in the same turn goes into one transaction
    while (this.#waiting.length > 0) {
      const events = this.#waiting;
      this.#waiting = [];
      await this.#write(events);
    }
    this.#idle = true;
  }
}
