import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { type Beat, HEARTBEAT_FD } from '../protocol.ts';

/**
 * Beats from a thread of its own: a decoding step may hold the main loop for seconds, and the beat must tell that apart
 * from a dead process. It reports how long ago the main loop last turned.
 */
const { lastTurn, everyMs } = workerData as { lastTurn: BigInt64Array; everyMs: number };

setInterval(() => {
  const beat: Beat = { lagMs: Date.now() - Number(Atomics.load(lastTurn, 0)), rss: process.memoryUsage.rss() };
  try {
    writeSync(HEARTBEAT_FD, `${JSON.stringify(beat)}\n`);
  } catch {
    // The pipe's other end is gone: the supervisor is dead, and nobody is left to answer.
    process.exit(1);
  }
}, everyMs);
