import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateAndSeed } from '#server/db/migrate.ts';
import { createQueues, makeBoss } from '#server/queue/boss.ts';
import type { LaneMessage } from '#server/queue/lane.ts';
import { makeLog } from '#server/telemetry/log.ts';
import { ensureBuilt } from './build.ts';
import { openDatabase } from './database.ts';
import { trackHeldJobs } from './held-jobs.ts';
import { type KeptProcess, keepRunning } from './kept-process.ts';
import { choosePort, DEFAULT_PORT } from './port.ts';
import { isHealthy, untilReady } from './ready.ts';
import { ROOT, type StudioSettings } from './settings.ts';

/** A worker drains for 15 s before it gives its jobs back. */
const WORKER_STOP_MS = 17_000;
/**
 * V8's young generation, in MB. Its default lets the transient garbage of reading TypeScript and the catalogue double the
 * size of a worker that then idles (343 MB to 170 MB, docs/operations.md).
 */
const YOUNG_GENERATION_MB = 4;
/** Nothing is lost in the web server: everything durable is in PostgreSQL. */
const WEB_STOP_MS = 1_500;

export interface Start {
  readonly settings: StudioSettings;
  say(line: string): void;
  /** Aborted when the studio is asked to stop, also while it starts. */
  readonly signal: AbortSignal;
  /** Called in reverse order when the studio stops. */
  onStop(close: () => Promise<void>): void;
  /** Called when it is to stop without waiting for work in hand. */
  onHurry(kill: () => void): void;
  /** Something that the studio cannot live without is gone. */
  lost(reason: unknown): void;
}

/** Builds, starts database, workers and web in this order, and resolves with the address once all of them are ready. */
export async function startStudio(start: Start): Promise<string> {
  const { settings, say, signal, onStop } = start;
  const logs = join(settings.stateDir, 'logs');
  mkdirSync(logs, { recursive: true });
  // Asked before anything is built or started: a taken port should be said at once.
  await choosePort(settings.host, settings.port);

  await ensureBuilt({ stateDir: settings.stateDir, say, signal });
  signal.throwIfAborted();

  say('데이터베이스를 켜고 있어요 · Starting the database');
  const database = await openDatabase({ outside: settings.databaseUrl, stateDir: settings.stateDir, say, lost: start.lost });
  onStop(database.stop);
  signal.throwIfAborted();
  await migrateAndSeed(database.url, say);
  const boss = makeBoss(database.url, 'studio-owner', 'owner', makeLog('studio', 'silent'));
  await boss.start();
  onStop(() => boss.stop({ graceful: false }));
  await createQueues(boss);
  signal.throwIfAborted();

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: database.url,
    HOST: settings.host,
    ...(settings.profile === 'development' ? { AUTH_SECRET: process.env.AUTH_SECRET || keptSecret(settings.stateDir) } : {}),
  };
  say('일꾼과 화면을 켜고 있어요 · Starting workers and pages');
  const keep = (spec: Parameters<typeof keepRunning>[0]): KeptProcess => {
    const kept = keepRunning(spec);
    onStop(kept.stop);
    start.onHurry(kept.kill);
    return kept;
  };

  const workers = [...names('llm', settings.llmWorkers), ...names('rl', settings.rlWorkers)].map(({ name, kind }) => {
    const held = trackHeldJobs(boss, say);
    let ready = false;
    const kept = keep({
      name,
      module: join(ROOT, 'workers', kind, 'main.ts'),
      execArgv: [`--max-semi-space-size=${YOUNG_GENERATION_MB}`],
      env: { ...env, NAME: name },
      logFile: join(logs, `${name}.log`),
      stopMs: WORKER_STOP_MS,
      onMessage(message) {
        const said = message as LaneMessage | { ev: 'ready' };
        if (said.ev === 'ready') ready = true;
        else held.hear(said);
      },
      onExit: (how) => held.workerDied(how),
    });
    return { kept, isReady: () => ready };
  });

  const port = await choosePort(settings.host, settings.port);
  if (settings.port === null && port !== DEFAULT_PORT) {
    say(`${DEFAULT_PORT} 포트를 다른 프로그램이 쓰고 있어서 ${port}로 열어요 · Port ${DEFAULT_PORT} is taken; using ${port}`);
  }
  const web = keep({
    name: 'web',
    module: join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'),
    args: ['start', ROOT, '-H', settings.host, '-p', String(port)],
    execArgv: ['--import', new URL('./exit-with-parent.mjs', import.meta.url).href],
    env: { ...env, PORT: String(port) },
    logFile: join(logs, 'web.log'),
    stopMs: WEB_STOP_MS,
  });
  const url = `http://${visibleHost(settings.host)}:${port}/`;
  await Promise.all([
    untilReady(web, () => isHealthy(url), signal),
    ...workers.map(({ kept, isReady }) => untilReady(kept, isReady, signal)),
  ]);
  return url;
}

function names(kind: 'llm' | 'rl', count: number): { name: string; kind: 'llm' | 'rl' }[] {
  return Array.from({ length: count }, (_, i) => ({ name: `worker-${kind}-${i + 1}`, kind }));
}

/** The address to open in a browser for the address that is bound. */
function visibleHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** The development profile's signing secret: made once, so that a restart does not sign anybody out. */
function keptSecret(stateDir: string): string {
  const file = join(stateDir, 'auth-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
