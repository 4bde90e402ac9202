import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { seedCatalogue } from '#drizzle/seed/seed-catalogue.ts';
import { freshDatabase } from '../../db/testing/fresh-database.ts';
import { loadCatalogue } from './load-catalogue.ts';

describe('catalogue in the database', () => {
  it('comes back exactly as it was shipped, all rows in order', async () => {
    const { connection } = await freshDatabase();
    expect(await loadCatalogue(connection)).toEqual(readSeedCatalogue());
  });

  it('is not written again when nothing changed, and is when something did', async () => {
    const { connection } = await freshDatabase();
    const shipped = readSeedCatalogue();
    expect(await seedCatalogue(connection.db, shipped)).toBe(false);
    const fewer = { ...shipped, materials: shipped.materials.slice(1) };
    expect(await seedCatalogue(connection.db, fewer)).toBe(true);
    expect((await loadCatalogue(connection)).materials).toHaveLength(shipped.materials.length - 1);
  });
});
