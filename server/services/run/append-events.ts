import { eq, sql } from 'drizzle-orm';
import { type NewRunEvent, type RunEvent, type RunStatus, TERMINAL_STATUSES } from '#domain/run/event.ts';
import { run, runEvent } from '#drizzle/schema/run.ts';
import type { Tx } from '../../db/connect.ts';

/** The channel on which a run's readers are woken. The payload is the run's id. */
export const RUN_EVENTS_CHANNEL = 'run_events';
/** The channel on which the worker that holds a run is told to look at its row (stop, cancel). */
export const RUN_CONTROL_CHANNEL = 'run_control';

/** The run was cancelled, finished or taken over by a later attempt: the writer has nothing more to say. */
export class LostRun extends Error {
  constructor(runId: string) {
    super(`run ${runId} is no longer this writer's`);
    this.name = 'LostRun';
  }
}

export interface AppendInput {
  readonly runId: string;
  readonly events: readonly NewRunEvent[];
  /** The writer's attempt; null for a person's own verb (cancel), which no worker fences. */
  readonly attempt: number | null;
  /** The status these events lead to; it commits together with them. */
  readonly status?: RunStatus;
  readonly now: Date;
}

/**
 * Appends events to a run's log under the run's row lock, so that seq has no gaps, and moves the status with them.
 * Throws LostRun when the run is over or another attempt owns it: then nothing is written.
 */
export async function appendEvents(tx: Tx, { runId, events, attempt, status, now }: AppendInput): Promise<RunEvent[]> {
  const [row] = await tx
    .select({ status: run.status, attempt: run.attempt, lastSeq: run.lastSeq })
    .from(run)
    .where(eq(run.id, runId))
    .for('update');
  if (!row || isTerminal(row.status) || (attempt !== null && row.attempt !== attempt)) throw new LostRun(runId);

  const at = now.toISOString();
  const written = events.map((event, index) => ({ v: 1 as const, runId, seq: row.lastSeq + index + 1, at, ...event })) as RunEvent[];
  if (written.length > 0) {
    await tx.insert(runEvent).values(written.map(({ seq, type, data }) => ({ runId, seq, at: now, type, data })));
  }
  await tx
    .update(run)
    .set({
      lastSeq: row.lastSeq + written.length,
      ...(status ? { status } : {}),
      ...(status && isTerminal(status) ? { finishedAt: now } : {}),
    })
    .where(eq(run.id, runId));
  await tx.execute(sql`select pg_notify(${RUN_EVENTS_CHANNEL}, ${runId})`);
  return written;
}

export function isTerminal(status: RunStatus): boolean {
  return (TERMINAL_STATUSES as readonly RunStatus[]).includes(status);
}
