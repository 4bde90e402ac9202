/** What a door has last seen of the queue counts for this long; then one caller looks again. */
const SEEN_FOR_MS = 1000;
/** Callers that look at once: they take turns at the database anyway, and each would hold a connection while it waits. */
const AT_ONCE = 4;

/**
 * The door of a full house, one per process and database. The database decides who is admitted; the door only turns away those who
 * would surely be refused, at once, so that a crowd does not queue up to be told so.
 */
export class Admission {
  readonly #now: () => number;
  #ahead = 0;
  #seenAt = Number.NEGATIVE_INFINITY;
  #inside = 0;
  #looking = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** False when the house was full a moment ago, or those before this caller would fill it. */
  mayEnter(limit: number): boolean {
    const ahead = this.#now() - this.#seenAt < SEEN_FOR_MS ? this.#ahead : 0;
    return ahead + this.#inside < limit;
  }

  /** Notes how many the database says are waiting. */
  saw(ahead: number): void {
    this.#ahead = ahead;
    this.#seenAt = this.#now();
  }

  /** Runs one admission; a few at a time. */
  async through<T>(admit: () => Promise<T>): Promise<T> {
    this.#inside++;
    try {
      if (this.#looking >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else this.#looking++;
      try {
        return await admit();
      } finally {
        const next = this.#waiting.shift();
        if (next) next();
        else this.#looking--;
      }
    } finally {
      this.#inside--;
    }
  }
}

const doors = new WeakMap<object, Admission>();

/** The one door that this process has to a database. */
export function doorOf(db: object): Admission {
  const door = doors.get(db) ?? new Admission();
  doors.set(db, door);
  return door;
}
