import { Worker } from 'node:worker_threads';

const TURN_MS = 100;

/** Starts the heartbeat thread and marks the main loop's turns for it. */
export function startHeartbeat(everyMs: number): void {
  const lastTurn = new BigInt64Array(new SharedArrayBuffer(8));
  const mark = (): void => void Atomics.store(lastTurn, 0, BigInt(Date.now()));
  mark();
  setInterval(mark, TURN_MS);
  const thread = new Worker(new URL('./heartbeat-thread.ts', import.meta.url), { workerData: { lastTurn, everyMs } });
  thread.unref();
}
