import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { seedCatalogue } from '#drizzle/seed/seed-catalogue.ts';
import { ensureLocalAdmin } from '../auth/local-admin.ts';
import { connect } from './connect.ts';

/** Two starts at once must not migrate at once; the number is arbitrary and fixed. */
const MIGRATION_LOCK = 740_051;

/** Brings the schema and the shipped catalogue up to date. Safe to call at every start, from several processes. */
export async function migrateAndSeed(url: string, log: (line: string) => void): Promise<void> {
  const connection = connect(url, { name: 'studio-migrate', max: 1 });
  try {
    await connection.db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    const migrationsFolder = decodeURIComponent(new URL('../../drizzle/migrations', import.meta.url).pathname);
    await migrate(connection.db, { migrationsFolder });
    const seeded = await seedCatalogue(connection.db, readSeedCatalogue());
    if (seeded) log('catalogue seeded');
    await ensureLocalAdmin(connection.db);
  } finally {
    await connection.close();
  }
}
