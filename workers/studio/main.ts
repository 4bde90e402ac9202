import { inspect } from 'node:util';
import { askHolder, takeLock } from '#server/db/embedded/machine-lock.mjs';
import { StartError, wordStartError } from '#server/db/embedded/start-error.ts';
import { resetStudio } from './reset.ts';
import { readSettings, type StudioSettings } from './settings.ts';
import { startStudio } from './start-studio.ts';

const USAGE = `npm run studio              build if needed, start everything, print the address
npm run studio -- --reset   delete this studio's database and logs for good
Environment: PORT, HOST, APP_ENV, DATABASE_URL, STUDIO_STATE_DIR, LLM_WORKERS, RL_WORKERS (docs/operations.md)`;

/** A terminal delivers one Ctrl-C several times; only one this much later means impatience. */
const SAME_PRESS_MS = 1_000;

/** Progress goes to stderr; stdout gets one line, the address. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    say(USAGE);
    return 0;
  }
  const settings = readSettings();
  let url = '';
  const lock = await takeLock('studio', settings.stateDir, () => JSON.stringify({ pid: process.pid, url }));
  if (!lock) return sayAlreadyRunning(settings);
  try {
    if (args.includes('--reset')) {
      await resetStudio(settings, say);
      return 0;
    }
    return await run(settings, (ready) => {
      url = ready;
    });
  } finally {
    await lock.release();
  }
}

async function run(settings: StudioSettings, onReady: (url: string) => void): Promise<number> {
  const closers: (() => Promise<void>)[] = [];
  const killers: (() => void)[] = [];
  const stop = new AbortController();
  let failure: unknown = null;
  let askedAt = 0;

  const askToStop = (): void => {
    if (!stop.signal.aborted) {
      askedAt = performance.now();
      say('멈추고 있어요. 바로 멈추려면 Ctrl-C를 한 번 더 · Stopping; Ctrl-C again to stop at once');
      stop.abort();
    } else if (performance.now() - askedAt > SAME_PRESS_MS) {
      for (const kill of killers) kill();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, askToStop);
  // Killed before it could pass a signal on: whoever started this process holds the other end of the channel.
  process.on('disconnect', askToStop);

  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  // Keeps the process alive while there is nothing else to wait for.
  const heartbeat = setInterval(() => undefined, 60_000);
  try {
    const url = await startStudio({
      settings,
      say,
      signal: stop.signal,
      onStop: (close) => void closers.push(close),
      onHurry: (kill) => void killers.push(kill),
      lost(reason) {
        failure = reason;
        stop.abort();
      },
    });
    say('준비됐어요(멈추기: Ctrl-C) · Ready (stop with Ctrl-C)');
    onReady(url);
    process.stdout.write(`${url}\n`);
    await stopped;
  } catch (error) {
    if (!stop.signal.aborted) failure = error;
  } finally {
    clearInterval(heartbeat);
    for (const close of closers.reverse()) await close().catch((error: unknown) => say(String(error)));
  }
  if (failure === null) return 0;
  throw failure;
}

async function sayAlreadyRunning(settings: StudioSettings): Promise<number> {
  const answer = await askHolder('studio', settings.stateDir);
  const { pid, url } = JSON.parse(answer ?? '{}') as { pid?: number; url?: string };
  say(`이 폴더의 스튜디오는 이미 켜져 있어요(pid ${pid}) · This folder's studio is already running (pid ${pid})`);
  say('따로 하나 더 켜려면 STUDIO_STATE_DIR에 다른 폴더를 주세요 · For a second one of its own set STUDIO_STATE_DIR to another folder');
  if (url) process.stdout.write(`${url}\n`);
  const asksForAnother = settings.port !== null && url !== undefined && !url.endsWith(`:${settings.port}/`);
  return asksForAnother ? 1 : 0;
}

// The terminal may be closed before us; what it can no longer show must not keep the studio from stopping in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const worded = wordStartError(error, '.studio');
  if (worded instanceof StartError) say(`\n${worded.messageKo}\n${worded.message}`);
  else say(inspect(worded));
  process.exitCode = 1;
}
// Pools of a database that went away may hold the process; everything of ours is closed by now.
process.exit();
