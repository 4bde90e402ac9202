import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readingCache, readingCacheAlias } from '#drizzle/schema/cache.ts';
import { PostgresStore } from '../../../cache/postgres-store.ts';
import type { CacheEntry } from '../../../cache/store.ts';
import { freshCtx } from '../../../db/testing/fresh-database.ts';
import { previewPurge, purgeCache, readCache } from './purge-cache.ts';

const entry = (over: Partial<CacheEntry> = {}): CacheEntry => ({
  key: 'k1',
  tier: 'fast',
  tenant: 'me',
  versions: 'v1',
  canonical: '{"x":1}',
  answer: { words: 1 },
  ...over,
});

describe('the cache in PostgreSQL', () => {
  it('finds what was put, by tier, with its age, and by the exact text', async () => {
    const { ctx } = await freshCtx('operator');
    const store = new PostgresStore(ctx.db);
    await store.put(entry(), 'e1', 3600);
    await store.put(entry({ answer: { words: 2 } }), 'e1', 3600);
    const [found, ...more] = await store.find('k1', ['fast', 'balanced'], 'e1');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ answer: { words: 2 }, canonical: '{"x":1}', expired: false, sameText: true });
    expect(found?.ageS).toBeGreaterThanOrEqual(0);
    expect(await store.find('k1', ['creative'], 'e1')).toEqual([]);
    expect(await store.find('k1', ['fast'], 'e2')).toMatchObject([{ sameText: false }]);
    // The same text, read to another form since: this entry is no longer that text's.
    await store.put(entry({ key: 'k2', canonical: '{"x":2}' }), 'e1', 3600);
    expect(await store.find('k1', ['fast'], 'e1')).toMatchObject([{ sameText: false }]);
    expect(await store.find('k2', ['fast'], 'e1')).toMatchObject([{ sameText: true }]);
  });

  it('expires by the database’s clock', async () => {
    const { ctx } = await freshCtx('operator');
    const store = new PostgresStore(ctx.db);
    await store.put(entry(), 'e1', 0);
    expect(await store.find('k1', ['fast'], 'e1')).toMatchObject([{ expired: true, sameText: false }]);
  });
});

describe('sweeping', () => {
  it('takes what expired long ago and what is beyond the newest, and leaves the rest', async () => {
    const { ctx } = await freshCtx('operator');
    const store = new PostgresStore(ctx.db);
    for (const key of ['k1', 'k2', 'k3', 'k4']) await store.put(entry({ key }), `e-${key}`, 3600);
    await ctx.db.update(readingCache).set({ expiresAt: sql`now() - interval '8 days'` }).where(eq(readingCache.key, 'k4'));
    await ctx.db.update(readingCache).set({ createdAt: sql`now() - interval '1 hour'` }).where(eq(readingCache.key, 'k1'));
    expect(await store.sweep(3)).toBe(2);
    expect((await ctx.db.select({ key: readingCache.key }).from(readingCache).orderBy(readingCache.key)).map(({ key }) => key)).toEqual([
      'k2',
      'k3',
    ]);
    expect(await store.sweep(3)).toBe(0);
  });
});

describe('purging', () => {
  it('takes exactly what the preview counted, the aliases too, and counts hits until then', async () => {
    const { ctx } = await freshCtx('operator');
    const store = new PostgresStore(ctx.db);
    await store.put(entry(), 'e1', 3600);
    await store.put(entry({ key: 'k2', tier: 'creative', versions: 'v2' }), 'e2', 3600);
    await store.touch('k1', 'fast');
    expect(await readCache({ ctx })).toMatchObject({ entries: 2, hits: 1 });
    const filter = { notVersions: 'v2' };
    expect(await previewPurge({ ctx, input: { filter } })).toEqual({ entries: 1 });
    expect(await purgeCache({ ctx, input: { filter, expected: 1, reason: '옛 버전' } })).toEqual({ purged: 1 });
    expect(await ctx.db.$count(readingCacheAlias)).toBe(1);
    expect((await readCache({ ctx })).versions).toEqual([{ versions: 'v2', entries: 1 }]);
  });

  it('refuses when there is more to take than was shown, and anyone below operator', async () => {
    const { ctx, actorOf } = await freshCtx('operator');
    const store = new PostgresStore(ctx.db);
    await store.put(entry(), 'e1', 3600);
    await expect(purgeCache({ ctx, input: { filter: {}, expected: 0, reason: '비우기' } })).rejects.toMatchObject({ code: 'conflict' });
    const viewer = await actorOf('viewer');
    await expect(purgeCache({ ctx: viewer, input: { filter: {}, expected: 9, reason: '비우기' } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await store.count({})).toBe(1);
  });
});
