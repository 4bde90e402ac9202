import { type RunEvent, TERMINAL_STATUSES } from '#domain/run/event.ts';
import type { Wakeups } from '../../db/wakeups.ts';
import type { Ctx } from '../context.ts';
import { requireOwnRun } from './own-run.ts';
import { eventsAfter } from './read-run.ts';

/** Covers a lost notification; LISTEN is what normally wakes the tail. */
const POLL_MS = 2_000;
const LAST_TYPES: readonly string[] = TERMINAL_STATUSES;

/**
 * Every event of an own run after `afterSeq`, then each new one as it is written, until the run's last.
 * Subscribes before it reads, so nothing falls into the gap; each seq comes once, in order.
 */
export async function* tailRun({
  ctx,
  input,
  wakeups,
  signal,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: { id: string; afterSeq: number };
  wakeups: Wakeups;
  signal: AbortSignal;
}): AsyncGenerator<RunEvent> {
  await requireOwnRun(ctx, input.id);
  const wake = wakeups.subscribe(input.id);
  let seq = input.afterSeq;
  try {
    while (!signal.aborted) {
      wake.reset();
      const events = await eventsAfter(ctx, input.id, seq);
      for (const event of events) {
        seq = event.seq;
        yield event;
        if (LAST_TYPES.includes(event.type)) return;
      }
      await wake.wait(POLL_MS, signal);
    }
  } finally {
    wake.close();
  }
}
