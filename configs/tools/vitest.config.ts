import { defineConfig } from 'vitest/config';

const root = new URL('../../', import.meta.url).pathname;

/** `domain` is pure and fast; `services` needs the PostgreSQL that the global setup starts. */
export default defineConfig({
  root: decodeURIComponent(root),
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'domain',
          include: ['server/domain/**/*.test.ts', 'drizzle/**/*.test.ts', 'components/**/*.test.{ts,tsx}', 'configs/**/*.test.ts'],
          pool: 'threads',
          // A guard against hanging, not a measure: a loaded machine may take its time.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: ['server/{services,queue,db,api,cache,auth,config,telemetry}/**/*.test.ts', 'workers/**/*.test.ts'],
          pool: 'forks',
          globalSetup: ['server/db/testing/postgres-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
