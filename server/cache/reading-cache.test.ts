import { describe, expect, it } from 'vitest';
import type { CacheConfig } from '../config/cache.ts';
import { exactKey, foldedText } from './keys.ts';
import { type CacheQuestion, type LookupResult, type LookupTier, ReadingCache } from './reading-cache.ts';
import { type CacheStore, MemoryStore } from './store.ts';

const config: CacheConfig = {
  enabled: true,
  ttl_seconds: 3600,
  ttl_min_seconds: 600,
  ttl_max_seconds: 86_400,
  load_low: 0.3,
  load_high: 0.8,
  step_every_s: 60,
  jitter: 0,
  max_entries: 100,
};
const scope = { tenant: 'a', versions: 'v1' };
const question = (brief: string, canonical: string | null, over: Partial<CacheQuestion> = {}): CacheQuestion => ({
  scope,
  brief,
  canonical,
  ...over,
});

function makeCache(store?: CacheStore): {
  cache: ReadingCache<string>;
  clock: { now: number };
  results: LookupResult[];
  tiers: LookupTier[];
  errors: unknown[];
} {
  const clock = { now: 0 };
  const results: LookupResult[] = [];
  const tiers: LookupTier[] = [];
  const errors: unknown[] = [];
  const cache = new ReadingCache<string>({
    store: store ?? new MemoryStore(() => clock.now),
    config: () => config,
    now: () => clock.now,
    parse: (answer) => (typeof answer === 'string' ? answer : null),
    onLookup: (tier, result) => {
      tiers.push(tier);
      results.push(result);
    },
    onError: (error) => errors.push(error),
  });
  return { cache, clock, results, tiers, errors };
}

describe('the cache of readings', () => {
  it('finds an equal canonical form under other words, and nothing under another form', async () => {
    const { cache } = makeCache();
    await cache.keep(question('장미 말고 머스크', '-rose +musk'), 'balanced', 'answer');
    expect(await cache.find(question('머스크로, 장미는 빼고', '-rose +musk'), { atLeast: 'balanced' })).toMatchObject({ answer: 'answer' });
    expect(await cache.find(question('머스크 말고 장미', '-musk +rose'), { atLeast: 'balanced' })).toBeNull();
  });

  it('tells a text met before from another text of the same form', async () => {
    const { cache, tiers } = makeCache();
    await cache.keep(question('장미 말고 머스크', '-rose +musk'), 'fast', 'answer');
    for (const brief of ['장미 말고 머스크', '장미  말고 머스크', '머스크로, 장미는 빼고']) {
      await cache.find(question(brief, '-rose +musk'), { atLeast: 'fast' });
    }
    expect(tiers).toEqual(['exact', 'exact', 'canonical']);
  });

  it('answers without waiting for the hit to be counted, and says when it was not', async () => {
    const store = new MemoryStore(() => 0);
    const failing: CacheStore = {
      find: (...asked) => store.find(...asked),
      put: (...kept) => store.put(...kept),
      touch: () => Promise.reject(new Error('read only')),
      count: (filter) => store.count(filter),
      purge: (filter) => store.purge(filter),
    };
    const { cache, errors } = makeCache(failing);
    await cache.keep(question('x', 'x'), 'fast', 'answer');
    expect(await cache.find(question('x', 'x'), { atLeast: 'fast' })).toMatchObject({ answer: 'answer' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toHaveLength(1);
  });

  it('serves a request of its tier or below, never above', async () => {
    const { cache } = makeCache();
    await cache.keep(question('x', 'x'), 'fast', 'quick');
    expect(await cache.find(question('x', 'x'), { atLeast: 'balanced' })).toBeNull();
    await cache.keep(question('x', 'x'), 'creative', 'rich');
    expect(await cache.find(question('x', 'x'), { atLeast: 'fast' })).toMatchObject({ answer: 'quick', tier: 'fast' });
    expect(await cache.find(question('x', 'x'), { atLeast: 'balanced' })).toMatchObject({ answer: 'rich', tier: 'creative' });
  });

  it('never serves or keeps a brief whose cues could not be attached', async () => {
    const { cache, results } = makeCache();
    await cache.keep(question('x', null), 'fast', 'answer');
    expect(await cache.find(question('x', null), { atLeast: 'fast' })).toBeNull();
    expect(results).toEqual(['ambiguous']);
  });

  it('keeps owners and versions apart', async () => {
    const { cache } = makeCache();
    await cache.keep(question('x', 'x'), 'fast', 'answer');
    for (const other of [
      { tenant: 'b', versions: 'v1' },
      { tenant: 'a', versions: 'v2' },
    ]) {
      expect(await cache.find(question('x', 'x', { scope: other }), { atLeast: 'fast' })).toBeNull();
    }
  });

  it('lets equality decide even if two keys were to collide', async () => {
    const colliding: CacheStore = {
      find: async () => [
        { key: 'same', tier: 'fast', ...scope, canonical: 'other', answer: 'wrong', ageS: 0, expired: false, sameText: true },
      ],
      put: async () => undefined,
      touch: async () => undefined,
      count: async () => 0,
      purge: async () => 0,
    };
    expect(await makeCache(colliding).cache.find(question('x', 'x'), { atLeast: 'fast' })).toBeNull();
  });

  it('expires after its time to live and then serves only those who accept a stale answer, with its age', async () => {
    const { cache, clock } = makeCache();
    await cache.keep(question('x', 'x'), 'fast', 'answer');
    clock.now = 3601_000;
    expect(await cache.find(question('x', 'x'), { atLeast: 'fast' })).toBeNull();
    const stale = await cache.find(question('x', 'x'), { atLeast: 'fast', stale: true });
    expect(stale).toEqual({ answer: 'answer', tier: 'fast', ageS: 3601, stale: true });
  });

  it('skips an entry that is no longer an answer of today', async () => {
    const { cache } = makeCache();
    await cache.keep(question('x', 'x'), 'fast', 7 as unknown as string);
    expect(await cache.find(question('x', 'x'), { atLeast: 'fast' })).toBeNull();
  });

  it('does equal work once and gives all callers its result, or its failure', async () => {
    const { cache } = makeCache();
    let runs = 0;
    const work = async (): Promise<number> => ++runs;
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.once(question('x', 'x'), 'fast', work)));
    expect([runs, all.filter(({ shared }) => shared).length, new Set(all.map(({ value }) => value)).size]).toEqual([1, 49, 1]);
    const failing = (): Promise<never> => Promise.reject(new Error('down'));
    const both = await Promise.allSettled([
      cache.once(question('x', 'x'), 'fast', failing),
      cache.once(question('x', 'x'), 'fast', failing),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await cache.once(question('x', 'x'), 'fast', work)).value).toBe(2);
  });

  it('previews a purge by counting what it would take', async () => {
    const store = new MemoryStore(() => 0);
    const { cache } = makeCache(store);
    await cache.keep(question('x', 'x'), 'fast', 'answer');
    await cache.keep(question('y', 'y'), 'creative', 'answer');
    expect([await store.count({}), await store.count({ tier: 'fast' }), await store.count({ notVersions: 'v1' })]).toEqual([2, 1, 0]);
    expect(await store.purge({ tier: 'fast' })).toBe(1);
    expect(await store.count({})).toBe(1);
  });
});

describe('keys', () => {
  it('fold width and white space, and keep particles, digits and word order', () => {
    expect(foldedText(' ＡＢ１　장미 \n 말고 ')).toBe('AB1 장미 말고');
    const keyOf = (brief: string): string => exactKey(scope, brief);
    expect(keyOf('장미  말고')).toBe(keyOf('장미 말고'));
    expect(new Set(['장미 말고', '장미만', '장미도', '3%', '30%', '말고 장미'].map(keyOf)).size).toBe(6);
  });

  it('cannot be made equal by moving letters between owner, versions and text', () => {
    expect(exactKey({ tenant: 'ab', versions: 'c' }, 'd')).not.toBe(exactKey({ tenant: 'a', versions: 'bc' }, 'd'));
  });
});
