import { CACHE_TIERS, type CacheTier } from '#drizzle/schema/cache.ts';
import type { CacheConfig } from '../config/cache.ts';
import { type AdaptiveTtl, afterLoad, initialTtl, jittered } from './adaptive-ttl.ts';
import { type CacheScope, canonicalKey, exactKey } from './keys.ts';
import { SingleFlight } from './single-flight.ts';
import type { CacheStore, StoredEntry } from './store.ts';

/** A brief as the rules read it: `canonical` is null when a cue could not be attached, and then the cache is not used. */
export interface CacheQuestion {
  readonly scope: CacheScope;
  readonly brief: string;
  readonly canonical: string | null;
}

export interface CacheHit<T> {
  readonly answer: T;
  readonly tier: CacheTier;
  readonly ageS: number;
  readonly stale: boolean;
}

export type LookupTier = 'exact' | 'canonical';
export type LookupResult = 'hit' | 'miss' | 'ambiguous' | 'stale';

export interface ReadingCacheOptions<T> {
  readonly store: CacheStore;
  readonly config: () => CacheConfig;
  /** Milliseconds of a steadily rising clock. */
  readonly now: () => number;
  /** Entries are parsed again on the way out; null = no longer an answer of today's kind. */
  readonly parse: (answer: unknown) => T | null;
  readonly onLookup?: (tier: LookupTier, result: LookupResult) => void;
  /** Told when a hit could not be counted: nobody waits for the count. */
  readonly onError: (error: unknown) => void;
}

/**
 * Answers of models, found again by what the brief means. A key only nominates an entry: it is served when its stored
 * canonical form equals the question's, letter by letter. No similarity is ever enough.
 */
export class ReadingCache<T> {
  readonly #options: ReadingCacheOptions<T>;
  readonly #flights = new SingleFlight();
  #ttl: AdaptiveTtl;

  constructor(options: ReadingCacheOptions<T>) {
    this.#options = options;
    this.#ttl = initialTtl(options.config());
  }

  get ttlSeconds(): number {
    return this.#ttl.seconds;
  }

  /** Tells the cache how busy the machine is, 0..1. */
  observeLoad(load: number): void {
    this.#ttl = afterLoad(this.#ttl, load, this.#options.now(), this.#options.config());
  }

  /**
   * The best entry of at least tier `atLeast`. With `stale`, an expired one too: better an old answer, with its age
   * shown, than none of its quality.
   */
  async find(question: CacheQuestion, { atLeast, stale = false }: { atLeast: CacheTier; stale?: boolean }): Promise<CacheHit<T> | null> {
    const { store, config, parse, onError, onLookup = () => undefined } = this.#options;
    if (!config().enabled) return null;
    const { scope, brief, canonical } = question;
    if (canonical === null) {
      onLookup('canonical', 'ambiguous');
      return null;
    }
    const tiers = CACHE_TIERS.slice(CACHE_TIERS.indexOf(atLeast));
    const entries = await store.find(canonicalKey(scope, canonical), tiers, exactKey(scope, brief));
    const found = entries.filter((entry) => entry.canonical === canonical && (stale || !entry.expired)).sort(byTierThenAge);
    for (const entry of found) {
      const answer = parse(entry.answer);
      if (answer === null) continue;
      onLookup(entry.sameText ? 'exact' : 'canonical', entry.expired ? 'stale' : 'hit');
      store.touch(entry.key, entry.tier).catch(onError);
      return { answer, tier: entry.tier, ageS: entry.ageS, stale: entry.expired };
    }
    onLookup('canonical', 'miss');
    return null;
  }

  /** Keeps an answer under the tier it was made with, never above. An ambiguous brief keeps nothing. */
  async keep(question: CacheQuestion, tier: CacheTier, answer: T): Promise<void> {
    const { scope, brief, canonical } = question;
    const { enabled, jitter } = this.#options.config();
    if (!enabled || canonical === null) return;
    const key = canonicalKey(scope, canonical);
    const entry = { key, tier, tenant: scope.tenant, versions: scope.versions, canonical, answer };
    await this.#options.store.put(entry, exactKey(scope, brief), jittered(this.#ttl.seconds, key, jitter));
  }

  /** Runs `work` once for all equal questions that are under way together. */
  async once<R>(question: CacheQuestion, tier: CacheTier, work: () => Promise<R>): Promise<{ value: R; shared: boolean }> {
    if (question.canonical === null) return { value: await work(), shared: false };
    return this.#flights.run(`${canonicalKey(question.scope, question.canonical)}/${tier}`, work);
  }
}

/** The tier nearest to what was asked first, then the younger entry. */
function byTierThenAge(a: StoredEntry, b: StoredEntry): number {
  return CACHE_TIERS.indexOf(a.tier) - CACHE_TIERS.indexOf(b.tier) || a.ageS - b.ageS;
}
