import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Place, postgresEnv } from './place.ts';
import { commandLine, isAlive } from './process-table.ts';

const POLL_MS = 10;
const READY_TIMEOUT_MS = 60_000;
const FAST_STOP_TIMEOUT_MS = 20_000;
/** Every process of the studio needs about four connections; the tests open more. */
const MAX_CONNECTIONS = 60;

/** Why a server did not come up; the log holds the words PostgreSQL found for it. */
export type Refusal = { readonly kind: 'port_taken' | 'memory_in_use' | 'other'; readonly log: string };

/** Lines of postmaster.pid that matter: 1 = pid, 4 = port, 8 = status. */
function readPidFile(place: Place): { readonly pid: number; readonly port: number; readonly ready: boolean } | null {
  let lines: string[];
  try {
    lines = readFileSync(join(place.dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** The server that serves this data folder now: its pid and port, or null. A pid that now belongs to something else is not it. */
export function runningServer(place: Place): { readonly pid: number; readonly port: number; readonly ready: boolean } | null {
  const file = readPidFile(place);
  if (file === null || !Number.isInteger(file.pid) || !isAlive(file.pid)) return null;
  const args = commandLine(file.pid);
  const isOurs = args?.[0]?.endsWith('postgres') === true && args.includes(place.dataDir);
  return isOurs ? file : null;
}

/** Starts the server on `port`. Resolves with its pid once it takes connections, or with why it did not. */
export async function launch(place: Place, port: number, logFile: string): Promise<{ readonly pid: number } | Refusal> {
  rmSync(join(place.dataDir, 'postmaster.pid'), { force: true });
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  const child = spawn(
    join(place.binaries, 'bin', 'postgres'),
    [
      ...['-D', place.dataDir, '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', `max_connections=${MAX_CONNECTIONS}`],
      ...['-c', 'shared_buffers=64MB', '-c', 'max_parallel_workers_per_gather=0', '-c', 'dynamic_shared_memory_type=mmap'],
    ],
    // Detached: a Ctrl-C in the terminal must not stop the database before the workers.
    { cwd: '/', detached: true, stdio: ['ignore', log, log], env: postgresEnv(place.binaries), ...place.account },
  );
  closeSync(log);
  child.unref();
  let exited = false;
  let spawnError: Error | null = null;
  child.once('exit', () => {
    exited = true;
  });
  child.once('error', (error) => {
    exited = true;
    spawnError = error;
  });
  for (const deadline = performance.now() + READY_TIMEOUT_MS; performance.now() < deadline; ) {
    const file = readPidFile(place);
    if (child.pid !== undefined && file?.pid === child.pid && file.ready) return { pid: child.pid };
    if (exited) break;
    await sleep(POLL_MS);
  }
  if (spawnError) throw spawnError;
  const said = readFileSync(logFile).subarray(logStart).toString('utf8').trim();
  if (!exited) {
    child.kill('SIGQUIT');
    return { kind: 'other', log: `not ready after ${READY_TIMEOUT_MS / 1000} s\n${said}` };
  }
  if (/could not (bind|create any TCP)/.test(said)) return { kind: 'port_taken', log: said };
  if (/shared memory block .* is still in use/.test(said)) return { kind: 'memory_in_use', log: said };
  return { kind: 'other', log: said };
}

/** Fast stop: open transactions are rolled back, everything committed is on disk. Harder when that takes too long. */
export async function stopServer(place: Place): Promise<void> {
  const server = runningServer(place);
  if (server === null) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(server.pid, signal);
    for (const deadline = performance.now() + FAST_STOP_TIMEOUT_MS; performance.now() < deadline; ) {
      if (!isAlive(server.pid)) return;
      await sleep(POLL_MS);
    }
  }
}
