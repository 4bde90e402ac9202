'use client';
import type { Rating } from '#domain/preference/rating.ts';

const KEY = 'studio.outbox';
const LOCK = 'studio-outbox';
const RETRY_MS = 5_000;

export type Parcel = { readonly kind: 'rate'; readonly rating: Rating } | { readonly kind: 'undo'; readonly id: string };

export interface Sender {
  rate(rating: Rating): Promise<unknown>;
  undo(id: string): Promise<unknown>;
}

/** Thrown by a sender when the server refused the parcel: sending it again cannot help. */
export class Refused extends Error {}

/**
 * Ratings on their way to the server. They survive a lost network, a reload and a closed tab; each carries its own id,
 * so that one sent twice is kept once. One tab at a time empties the box.
 */
export class Outbox {
  readonly #sender: Sender;
  readonly #onRefused: (parcel: Parcel, error: Refused) => void;
  #flushing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sender: Sender, onRefused: (parcel: Parcel, error: Refused) => void) {
    this.#sender = sender;
    this.#onRefused = onRefused;
  }

  add(parcel: Parcel): void {
    this.#write([...read(), parcel]);
    void this.flush();
  }

  waiting(): number {
    return read().length;
  }

  /** Sends what waits, oldest first; whatever cannot be sent now is tried again soon. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    const empty = () => this.#empty();
    let done = true;
    while (done && this.waiting() > 0) {
      done = 'locks' in navigator ? await navigator.locks.request(LOCK, empty) : await empty();
    }
    if (!done) this.#timer = setTimeout(() => void this.flush(), RETRY_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #empty(): Promise<boolean> {
    for (let parcel = read()[0]; parcel; parcel = read()[0]) {
      try {
        if (parcel.kind === 'rate') await this.#sender.rate(parcel.rating);
        else await this.#sender.undo(parcel.id);
      } catch (error) {
        if (!(error instanceof Refused)) return false;
        this.#onRefused(parcel, error);
      }
      const sent = keyOf(parcel);
      this.#write(read().filter((other) => keyOf(other) !== sent));
    }
    return true;
  }

  #write(parcels: readonly Parcel[]): void {
    localStorage.setItem(KEY, JSON.stringify(parcels));
  }
}

function keyOf(parcel: Parcel): string {
  return parcel.kind === 'rate' ? `rate ${parcel.rating.id}` : `undo ${parcel.id}`;
}

function read(): Parcel[] {
  const text = localStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Parcel[]) : [];
}
