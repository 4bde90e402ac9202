import { parentPort } from 'node:worker_threads';
import { DomainError } from '#domain/error.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { evolveInRounds } from './evolve-in-rounds.ts';
import type { ThreadOrder, ThreadReport } from './evolve-messages.ts';

/** Thread entry: one order at a time, reports back by message, told to stop or cancel through shared memory. */
const port = parentPort;
if (!port) throw new Error('evolve-thread runs as a worker thread');
// Read once while the thread waits for its first order.
const catalogue = readSeedCatalogue();

port.on('message', async ({ order, control }: ThreadOrder) => {
  const flag = new Int32Array(control);
  const report = (message: ThreadReport): void => port.postMessage(message);
  try {
    await evolveInRounds({ catalogue, now: () => performance.now(), control: () => Atomics.load(flag, 0), report }, order);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    report({ kind: 'refused', code: error.code, message: error.message, messageKo: error.messageKo, details: error.details });
  }
});
