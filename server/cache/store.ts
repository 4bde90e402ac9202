import type { CacheTier } from '#drizzle/schema/cache.ts';

export interface CacheEntry {
  readonly key: string;
  readonly tier: CacheTier;
  readonly tenant: string;
  readonly versions: string;
  readonly canonical: string;
  readonly answer: unknown;
}

export interface StoredEntry extends CacheEntry {
  /** The text asked about was itself read to this entry's form before. */
  readonly sameText: boolean;
  readonly ageS: number;
  readonly expired: boolean;
}

/** What a purge takes away; absent parts do not narrow it. */
export interface PurgeFilter {
  readonly tenant?: string | undefined;
  readonly tier?: CacheTier | undefined;
  /** Entries made with other versions than these. */
  readonly notVersions?: string | undefined;
  readonly olderThanS?: number | undefined;
  readonly expiredOnly?: boolean | undefined;
}

/** Where entries are kept. Times are the store's own, so that a process with a wrong clock expires nothing early. */
export interface CacheStore {
  /** Entries under a key in any of the tiers, expired ones too. `exactKey` is that of the text asked about. */
  find(key: string, tiers: readonly CacheTier[], exactKey: string): Promise<StoredEntry[]>;
  put(entry: CacheEntry, exactKey: string, ttlS: number): Promise<void>;
  touch(key: string, tier: CacheTier): Promise<void>;
  count(filter: PurgeFilter): Promise<number>;
  purge(filter: PurgeFilter): Promise<number>;
}

/** A store in memory, for a process without a database and for tests. `now` in milliseconds. */
export class MemoryStore implements CacheStore {
  readonly #entries = new Map<string, CacheEntry & { at: number; expires: number }>();
  readonly #exact = new Map<string, { key: string; canonical: string; expires: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async find(key: string, tiers: readonly CacheTier[], exactKey: string): Promise<StoredEntry[]> {
    const now = this.#now();
    const known = this.#exact.get(exactKey);
    return tiers
      .flatMap((tier) => this.#entries.get(`${key}/${tier}`) ?? [])
      .map(({ at, expires, ...entry }) => ({
        ...entry,
        ageS: (now - at) / 1000,
        expired: expires <= now,
        sameText: known !== undefined && known.expires > now && known.canonical === entry.canonical,
      }));
  }

  async put(entry: CacheEntry, exactKey: string, ttlS: number): Promise<void> {
    const at = this.#now();
    const expires = at + ttlS * 1000;
    this.#entries.set(`${entry.key}/${entry.tier}`, { ...entry, at, expires });
    this.#exact.set(exactKey, { key: entry.key, canonical: entry.canonical, expires });
  }

  touch(): Promise<void> {
    return Promise.resolve();
  }

  async count(filter: PurgeFilter): Promise<number> {
    return this.#matching(filter).length;
  }

  async purge(filter: PurgeFilter): Promise<number> {
    const matching = this.#matching(filter);
    for (const id of matching) this.#entries.delete(id);
    return matching.length;
  }

  #matching(filter: PurgeFilter): string[] {
    const now = this.#now();
    return [...this.#entries]
      .filter(([, entry]) => filter.tenant === undefined || entry.tenant === filter.tenant)
      .filter(([, entry]) => filter.tier === undefined || entry.tier === filter.tier)
      .filter(([, entry]) => filter.notVersions === undefined || entry.versions !== filter.notVersions)
      .filter(([, entry]) => filter.olderThanS === undefined || now - entry.at > filter.olderThanS * 1000)
      .filter(([, entry]) => filter.expiredOnly !== true || entry.expires <= now)
      .map(([id]) => id);
  }
}
