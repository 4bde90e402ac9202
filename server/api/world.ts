import { randomBytes } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { type Auth, makeAuth } from '../auth/auth.ts';
import { type Env, readEnv } from '../config/env.ts';
import { type Connection, connect } from '../db/connect.ts';
import { listenForWakeups, type Wakeups } from '../db/wakeups.ts';
import { makeBoss } from '../queue/boss.ts';
import { loadCatalogue } from '../services/catalogue/load-catalogue.ts';
import { RUN_EVENTS_CHANNEL } from '../services/run/append-events.ts';
import { type HintTexts, listenForHintText } from '../services/run/hint-text.ts';
import { makeLog } from '../telemetry/log.ts';
import { type Metrics, makeMetrics } from '../telemetry/metrics.ts';

/** What the web process holds for as long as it lives. It talks to PostgreSQL only. */
export interface World {
  readonly env: Env;
  readonly connection: Connection;
  readonly boss: PgBoss;
  readonly wakeups: Wakeups;
  readonly hintTexts: HintTexts;
  readonly auth: Auth;
  /** This process's own measures. */
  readonly metrics: Metrics;
  catalogue(): Promise<Catalogue>;
}

const WEB_POOL = 10;

// Next may load this module more than once (pages and route handlers); the world is one per process.
const holder: typeof globalThis & { studioWorld?: Promise<World> } = globalThis;

export function world(): Promise<World> {
  holder.studioWorld ??= makeWorld().catch((error: unknown) => {
    delete holder.studioWorld;
    throw error;
  });
  return holder.studioWorld;
}

async function makeWorld(): Promise<World> {
  const env = readEnv();
  const log = makeLog('web', env.LOG_LEVEL);
  const connection = connect(env.DATABASE_URL, { name: 'studio-web', max: WEB_POOL });
  const boss = makeBoss(env.DATABASE_URL, 'studio-web-queue', 'web', log);
  await boss.start();
  const wakeups = await listenForWakeups(connection.sql, RUN_EVENTS_CHANNEL);
  const hintTexts = await listenForHintText(connection.sql);
  // In development there are no sessions to keep, so a secret of this process is enough; elsewhere env.ts requires one.
  const auth = makeAuth(connection.db, env, env.AUTH_SECRET ?? randomBytes(32).toString('hex'));
  let catalogue: Promise<Catalogue> | undefined;
  return {
    env,
    connection,
    boss,
    wakeups,
    hintTexts,
    auth,
    metrics: makeMetrics({ process: true }),
    catalogue() {
      catalogue ??= loadCatalogue(connection).catch((error: unknown) => {
        catalogue = undefined;
        throw error;
      });
      return catalogue;
    },
  };
}
