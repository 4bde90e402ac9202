'use client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunEvent } from '#domain/run/event.ts';
import { emptyRun, foldRun, type RunState } from '#domain/run/fold-run.ts';
import type { Connection } from './live-message.ts';
import type { LiveRuns } from './live-runs.ts';

/** Events that arrive within this time after the last change of the screen are shown together. */
const FLUSH_MS = 100;
/** Silence that may pass before a missing event is asked for again. */
const REFILL_MS = 1_000;

/** How a run begins on this screen, before the server has said anything. */
export interface Opening {
  readonly brief: string;
  readonly mode: 'fast' | 'balanced' | 'creative';
}

/** Where a run's events come from. */
export type Tail = Pick<LiveRuns, 'watch' | 'refill'>;

export interface RunView {
  readonly run: RunState;
  readonly connection: Connection;
  readonly opening: Opening | null;
  /** False until the server has accepted a run that begins here: there is nothing to follow yet. */
  readonly started: boolean;
  /** Why the run could not be started, in words for the screen. */
  readonly refused: string | null;
  /** Where this page's own tail began, and how many events it has folded in since: `from + applied = run.seq`. */
  readonly from: number;
  readonly applied: number;
}

/**
 * One run on one screen: the folded state, fed by the live tail. Ticks stay out of the query cache;
 * they are folded in batches of FLUSH_MS, and an event out of turn waits until the gap before it is filled.
 */
export class RunStore {
  readonly id: string;
  readonly view: StoreApi<RunView>;
  readonly #waiting = new Map<number, RunEvent>();
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #lastFlush = 0;
  #live: Tail | null = null;

  constructor(id: string, snapshot?: RunState, opening: Opening | null = null) {
    this.id = id;
    const run = snapshot ?? emptyRun(id);
    this.view = createStore<RunView>(() => ({
      run,
      connection: 'connecting',
      opening,
      started: opening === null,
      refused: null,
      from: run.seq,
      applied: 0,
    }));
  }

  /** Follows the run's live tail. Returns how to stop. */
  follow(live: Tail, takeSnapshot: () => Promise<RunState>): () => void {
    this.#live = live;
    const unwatch = live.watch(this.id, {
      after: () => this.view.getState().run.seq,
      events: (events) => this.#take(events),
      snapshotNeeded: () => {
        takeSnapshot().then(
          (snapshot) => this.#adopt(snapshot),
          () => this.view.setState({ connection: 'retrying' }),
        );
      },
      connection: (connection) => this.view.setState({ connection }),
    });
    return () => {
      unwatch();
      clearTimeout(this.#flushTimer);
      this.#live = null;
    };
  }

  accepted(): void {
    this.view.setState({ started: true });
  }

  refuse(message: string): void {
    this.view.setState({ refused: message });
  }

  #take(events: readonly RunEvent[]): void {
    const { seq } = this.view.getState().run;
    for (const event of events) if (event.seq > seq) this.#waiting.set(event.seq, event);
    clearTimeout(this.#flushTimer);
    const rest = FLUSH_MS - (performance.now() - this.#lastFlush);
    if (rest <= 0) this.#flush();
    else this.#flushTimer = setTimeout(() => this.#flush(), rest);
  }

  #flush(): void {
    this.#lastFlush = performance.now();
    const { run, applied } = this.view.getState();
    let next = run;
    for (let event = this.#waiting.get(next.seq + 1); event; event = this.#waiting.get(next.seq + 1)) {
      this.#waiting.delete(event.seq);
      next = foldRun(next, event);
    }
    if (next !== run) this.view.setState({ run: next, applied: applied + next.seq - run.seq });
    if (this.#waiting.size > 0) this.#flushTimer = setTimeout(() => this.#live?.refill(this.id), REFILL_MS);
  }

  #adopt(snapshot: RunState): void {
    const { run } = this.view.getState();
    if (snapshot.seq <= run.seq) return;
    for (const seq of this.#waiting.keys()) if (seq <= snapshot.seq) this.#waiting.delete(seq);
    this.view.setState({ run: snapshot, from: snapshot.seq, applied: 0 });
    this.#flush();
  }
}
