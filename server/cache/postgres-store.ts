import { and, eq, gt, inArray, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import { type CacheTier, readingCache, readingCacheAlias } from '#drizzle/schema/cache.ts';
import type { Db } from '../db/connect.ts';
import type { CacheEntry, CacheStore, PurgeFilter, StoredEntry } from './store.ts';

/** So long an expired answer may still serve while the reader is down. */
const STALE_DAYS = 7;

/** The store in PostgreSQL. Age and expiry are the database's clock, never a process's. */
export class PostgresStore implements CacheStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(key: string, tiers: readonly CacheTier[], exactKey: string): Promise<StoredEntry[]> {
    const known = and(
      eq(readingCacheAlias.exactKey, exactKey),
      eq(readingCacheAlias.canonical, readingCache.canonical),
      gt(readingCacheAlias.expiresAt, sql`now()`),
    );
    return this.#db
      .select({
        key: readingCache.key,
        tier: readingCache.tier,
        tenant: readingCache.tenant,
        versions: readingCache.versions,
        canonical: readingCache.canonical,
        answer: readingCache.answer,
        ageS: sql<number>`extract(epoch from now() - ${readingCache.createdAt})::float8`,
        expired: sql<boolean>`${readingCache.expiresAt} <= now()`,
        sameText: sql<boolean>`exists (select 1 from ${readingCacheAlias} where ${known})`,
      })
      .from(readingCache)
      .where(and(eq(readingCache.key, key), inArray(readingCache.tier, [...tiers])));
  }

  async put(entry: CacheEntry, exactKey: string, ttlS: number): Promise<void> {
    const times = { createdAt: sql`now()`, expiresAt: sql`now() + make_interval(secs => ${ttlS}::float8)` };
    const { key, tenant, canonical } = entry;
    await this.#db.transaction(async (tx) => {
      await tx
        .insert(readingCache)
        .values({ ...entry, ...times })
        .onConflictDoUpdate({ target: [readingCache.key, readingCache.tier], set: { answer: entry.answer, canonical, ...times } });
      await tx
        .insert(readingCacheAlias)
        .values({ exactKey, key, tenant, canonical, expiresAt: times.expiresAt })
        .onConflictDoUpdate({ target: readingCacheAlias.exactKey, set: { key, canonical, expiresAt: times.expiresAt } });
    });
  }

  async touch(key: string, tier: CacheTier): Promise<void> {
    await this.#db
      .update(readingCache)
      .set({ hits: sql`${readingCache.hits} + 1`, lastHitAt: sql`now()` })
      .where(and(eq(readingCache.key, key), eq(readingCache.tier, tier)));
  }

  async count(filter: PurgeFilter): Promise<number> {
    return this.#db.$count(readingCache, whereOf(filter));
  }

  /** Takes what is of no more use: long expired, or beyond the newest `most`. */
  async sweep(most: number): Promise<number> {
    const excess = sql`${readingCache.createdAt} <= (select created_at from ${readingCache} order by created_at desc offset ${most} limit 1)`;
    const spent = sql`${readingCache.expiresAt} < now() - make_interval(days => ${STALE_DAYS})`;
    return this.#remove(or(spent, excess));
  }

  async purge(filter: PurgeFilter): Promise<number> {
    return this.#remove(whereOf(filter));
  }

  async #remove(where: SQL | undefined): Promise<number> {
    return this.#db.transaction(async (tx) => {
      const gone = await tx.delete(readingCache).where(where).returning({ key: readingCache.key });
      await tx
        .delete(readingCacheAlias)
        .where(sql`not exists (select 1 from ${readingCache} where ${readingCache.key} = ${readingCacheAlias.key})`);
      return gone.length;
    });
  }
}

function whereOf(filter: PurgeFilter): SQL | undefined {
  return and(
    filter.tenant === undefined ? undefined : eq(readingCache.tenant, filter.tenant),
    filter.tier === undefined ? undefined : eq(readingCache.tier, filter.tier),
    filter.notVersions === undefined ? undefined : ne(readingCache.versions, filter.notVersions),
    filter.olderThanS === undefined
      ? undefined
      : lte(readingCache.createdAt, sql`now() - make_interval(secs => ${filter.olderThanS}::float8)`),
    filter.expiredOnly === true ? lte(readingCache.expiresAt, sql`now()`) : undefined,
  );
}
