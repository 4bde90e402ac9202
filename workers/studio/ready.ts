import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '#server/db/embedded/start-error.ts';
import type { KeptProcess } from './kept-process.ts';

const POLL_MS = 50;
const TIMEOUT_MS = 90_000;
const RESTARTS_TOLERATED = 3;
const LOG_TAIL_BYTES = 2_000;

/** Waits until `isReady` says yes. Gives up with the process's own words when it keeps dying or takes too long. */
export async function untilReady(kept: KeptProcess, isReady: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (const deadline = performance.now() + TIMEOUT_MS; performance.now() < deadline && kept.restarts() < RESTARTS_TOLERATED; ) {
    signal.throwIfAborted();
    if (await isReady()) return;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new StartError(
    `${kept.name} does not come up. Its last words:\n${tail(kept.logFile)}\n(log: ${kept.logFile})`,
    `${kept.name} 프로세스가 시작되지 않아요. 이유는 ${kept.logFile}에 있어요.`,
  );
}

/** Whether the web server answers that all is well. */
export async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/api/health', url), { signal: AbortSignal.timeout(5_000) })).ok;
  } catch (error) {
    // Not listening yet, or not answering in time: ask again.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return false;
    throw error;
  }
}

function tail(file: string): string {
  const log = openSync(file, 'r');
  const { size } = fstatSync(log);
  const bytes = Buffer.alloc(Math.min(size, LOG_TAIL_BYTES));
  readSync(log, bytes, 0, bytes.length, size - bytes.length);
  closeSync(log);
  return bytes.toString('utf8').trim();
}
