import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { type Lock, takeLock } from '../embedded/machine-lock.mjs';
import { startPostgres } from '../embedded/start-postgres.ts';
import { migrateAndSeed } from '../migrate.ts';
import { administer, TEMPLATE_DATABASE } from './fresh-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

const STATE_DIR = resolve('.studio/test');
const TURN_POLL_MS = 200;

/**
 * One server for all service tests, with a migrated and seeded template that each test file copies. Two test runs in one
 * checkout take turns: the second would drop the template under the first.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const turn = await takeTurn();
  const outside = process.env.TEST_DATABASE_URL;
  const server = outside ? null : await startPostgres({ stateDir: STATE_DIR });
  const url = outside ?? server?.url ?? '';
  await administer(url, [`drop database if exists ${TEMPLATE_DATABASE} with (force)`, `create database ${TEMPLATE_DATABASE}`]);
  const template = new URL(url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrateAndSeed(template.href, () => undefined);
  project.provide('postgresUrl', url);
  return async () => {
    await server?.stop();
    await turn.release();
  };
}

async function takeTurn(): Promise<Lock> {
  for (let tries = 0; ; tries++) {
    const lock = await takeLock('service-tests', STATE_DIR);
    if (lock) return lock;
    if (tries === 0) console.warn('Another test run of this checkout uses the test database; waiting for it.');
    await sleep(TURN_POLL_MS);
  }
}
