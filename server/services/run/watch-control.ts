import type { Wakeups } from '../../db/wakeups.ts';
import type { WorkerCtx } from '../context.ts';
import { readControl } from './read-control.ts';

/** Covers a lost notification. */
const POLL_MS = 2_000;

/** Two signals of the run a worker holds: `stop` (keep the best so far) and `lost` (cancelled, paused, or taken over). */
export interface RunControl extends Disposable {
  readonly stop: AbortSignal;
  readonly lost: AbortSignal;
}

/** Watches a held run's row until disposed: woken by NOTIFY, and every 2 s in case one was lost. */
export function watchControl({
  ctx,
  wakeups,
  runId,
  attempt,
}: {
  ctx: Pick<WorkerCtx, 'db'>;
  wakeups: Wakeups;
  runId: string;
  attempt: number;
}): RunControl {
  const stop = new AbortController();
  const lost = new AbortController();
  const closed = new AbortController();
  const wake = wakeups.subscribe(runId);

  const watch = async (): Promise<void> => {
    while (!closed.signal.aborted) {
      wake.reset();
      const control = await readControl(ctx, runId, attempt).catch(() => 'go' as const); // a lost database is not a lost run
      if (control === 'lost') return lost.abort();
      if (control === 'stop') stop.abort();
      await wake.wait(POLL_MS, closed.signal);
    }
  };
  void watch();
  return {
    stop: stop.signal,
    lost: lost.signal,
    [Symbol.dispose]() {
      closed.abort();
      wake.close();
    },
  };
}
