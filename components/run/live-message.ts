import type { RunEvent } from '#domain/run/event.ts';

export type Connection = 'connecting' | 'live' | 'retrying';

export interface RunListener {
  /** The number of the last event this reader has. */
  after(): number;
  events(events: readonly RunEvent[]): void;
  /** Events before the reader's next one are gone: it must take a snapshot. */
  snapshotNeeded(): void;
  connection(state: Connection): void;
}

/** What the tabs of one browser say to each other. */
export type Message =
  | { kind: 'leader' }
  | { kind: 'want'; tab: string; runId: string; after: number }
  | { kind: 'leave'; tab: string; runId: string }
  | { kind: 'events'; runId: string; events: readonly RunEvent[] }
  | { kind: 'snapshot'; runId: string }
  | { kind: 'connection'; runId: string; state: Connection };
