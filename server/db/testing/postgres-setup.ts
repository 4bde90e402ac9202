import type { TestProject } from 'vitest/node';
import { startPostgres } from '../embedded/start-postgres.ts';
import { migrateAndSeed } from '../migrate.ts';
import { administer, TEMPLATE_DATABASE } from './fresh-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One server for all service tests, with a migrated and seeded template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env.TEST_DATABASE_URL;
  const server = outside ? null : await startPostgres({ stateDir: '.studio/test' });
  const url = outside ?? server?.url ?? '';
  await administer(url, [`drop database if exists ${TEMPLATE_DATABASE} with (force)`, `create database ${TEMPLATE_DATABASE}`]);
  const template = new URL(url);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrateAndSeed(template.href, () => undefined);
  project.provide('postgresUrl', url);
  return async () => {
    await server?.stop();
  };
}
