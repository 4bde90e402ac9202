import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_RESTART_MS = 200;
const SLOWEST_RESTART_MS = 5_000;
/** A process that lived this long starts its count of restarts anew. */
const SETTLED_MS = 30_000;
const LOG_BYTES = 10e6;

export interface ProcessSpec {
  readonly name: string;
  readonly module: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** How long it gets after SIGTERM before it is killed. */
  readonly stopMs: number;
  onMessage?(message: unknown): void;
  /** Every end of the process, wanted or not. */
  onExit?(how: string): void;
}

export interface KeptProcess {
  readonly name: string;
  readonly logFile: string;
  /** How often it ended without being asked to. */
  restarts(): number;
  stop(): Promise<void>;
  /** Ends it without letting it finish. */
  kill(): void;
}

/** Starts a process and keeps it running, waiting longer each time it fails: 200 ms, 400 ms … 5 s. */
export function keepRunning(spec: ProcessSpec): KeptProcess {
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let restarts = 0;
  let failuresInARow = 0;

  function start(): void {
    const log = openLog(spec.logFile);
    const startedAt = performance.now();
    const started = fork(spec.module, [...(spec.args ?? [])], {
      env: spec.env,
      execArgv: [...process.execArgv, ...(spec.execArgv ?? [])],
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    child = started;
    started.on('message', (message) => spec.onMessage?.(message));
    started.on('error', () => undefined);
    started.once('exit', (code, signal) => {
      child = null;
      spec.onExit?.(signal ?? `exit code ${code}`);
      if (stopping) return;
      failuresInARow = performance.now() - startedAt > SETTLED_MS ? 0 : failuresInARow + 1;
      restarts++;
      timer = setTimeout(start, Math.min(SLOWEST_RESTART_MS, FIRST_RESTART_MS * 2 ** failuresInARow));
    });
  }

  start();
  return {
    name: spec.name,
    logFile: spec.logFile,
    restarts: () => restarts,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const ending = child;
      if (!ending) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.kill('SIGTERM');
      const patience = new AbortController();
      await Promise.race([ended, sleep(spec.stopMs, undefined, { signal: patience.signal }).then(() => void ending.kill('SIGKILL'))]);
      patience.abort();
      await ended;
    },
    kill() {
      stopping = true;
      clearTimeout(timer);
      child?.kill('SIGKILL');
    },
  };
}

/** Appends; a log that has grown large is set aside once as <name>.1.log. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES) renameSync(file, join(dirname(file), `${basename(file, '.log')}.1.log`));
  return openSync(file, 'a', 0o600);
}
