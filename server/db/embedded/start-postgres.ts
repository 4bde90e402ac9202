import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { createCluster, readOrMakePassword, resetPassword, SUPERUSER } from './cluster.ts';
import { oneAtATime } from './machine-lock.mjs';
import { choosePlace, type Place } from './place.ts';
import { launch, runningServer, stopServer } from './postmaster.ts';
import { StartError, wordStartError } from './start-error.ts';

/** Ports tried in turn; below the range that Linux hands out to outgoing connections. */
const FIRST_PORT = 15_432;
const PORTS_TRIED = 200;
const MEMORY_RETRY_MS = 200;
const MEMORY_RETRIES = 50;

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when the server was already running (a start before this one, or one whose owner was killed). */
  readonly reused: boolean;
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

/**
 * The PostgreSQL of this state folder: found running, or started; created the first time. Safe to call from several
 * processes at once. The port stays the same over restarts as long as it is free, so clients keep their address.
 * Throws StartError with what to mend.
 */
export async function startPostgres({ stateDir }: { stateDir: string }): Promise<EmbeddedPostgres> {
  try {
    mkdirSync(stateDir, { recursive: true });
    const folder = realpathSync(resolve(stateDir));
    return await oneAtATime('postgres', folder, () => findOrStart(folder));
  } catch (error) {
    throw wordStartError(error, stateDir);
  }
}

async function findOrStart(folder: string): Promise<EmbeddedPostgres> {
  const place = choosePlace(folder);
  const hadPassword = existsSync(join(place.filesDir, 'password'));
  const password = readOrMakePassword(place);
  const found = runningServer(place);
  if (found?.ready && (await isOurServer(place, found.port, password))) return handle(place, found, password, true);
  await stopServer(place);
  if (!createCluster(place, password) && !hadPassword) resetPassword(place, password);
  const server = await startOnFreePort(place);
  await createDatabase(urlOf(server.port, password, 'postgres'));
  return handle(place, server, password, false);
}

function handle(place: Place, { pid, port }: { pid: number; port: number }, password: string, reused: boolean): EmbeddedPostgres {
  return { url: urlOf(port, password, SUPERUSER), port, pid, reused, stop: () => stopServer(place) };
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

async function startOnFreePort(place: Place): Promise<{ pid: number; port: number }> {
  const portFile = join(place.filesDir, 'port');
  const saved = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : null;
  const candidates = [...(saved ? [saved] : []), ...Array.from({ length: PORTS_TRIED }, (_, i) => FIRST_PORT + i)];
  for (const port of candidates) {
    if (!(await isFree(port))) continue;
    const server = await launchPatiently(place, port);
    if (server === 'port_taken') continue;
    writeFileSync(portFile, String(port), { mode: 0o600 });
    return { pid: server.pid, port };
  }
  throw new StartError(
    `No free port for PostgreSQL between ${FIRST_PORT} and ${FIRST_PORT + PORTS_TRIED - 1} on 127.0.0.1.`,
    `127.0.0.1의 ${FIRST_PORT}–${FIRST_PORT + PORTS_TRIED - 1} 사이에 PostgreSQL이 쓸 빈 포트가 없어요.`,
  );
}

/** After a kill -9 the old server's processes hold its shared memory a moment longer. */
async function launchPatiently(place: Place, port: number): Promise<{ readonly pid: number } | 'port_taken'> {
  const logFile = join(place.filesDir, 'server.log');
  let said = '';
  for (let attempt = 0; attempt < MEMORY_RETRIES; attempt++) {
    const result = await launch(place, port, logFile);
    if ('pid' in result) return result;
    if (result.kind === 'port_taken') return 'port_taken';
    said = result.log;
    if (result.kind === 'other') break;
    await sleep(MEMORY_RETRY_MS);
  }
  throw new Error(`PostgreSQL did not start. ${said}\n(log: ${logFile})`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolvePort) => {
    const probe = createServer();
    probe.once('error', () => resolvePort(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolvePort(true)));
  });
}

/** A server that accepts our password and serves our folder; anything else on that port is somebody else's. */
async function isOurServer(place: Place, port: number, password: string): Promise<boolean> {
  const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5 });
  try {
    const rows = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
    return rows[0]?.folder === place.dataDir;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function createDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    const rows = await sql`select 1 from pg_database where datname = ${SUPERUSER}`;
    if (rows.length === 0) await sql`create database ${sql(SUPERUSER)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
