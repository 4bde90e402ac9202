import { count, sql } from 'drizzle-orm';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { CACHE_TIERS, type CacheTier, readingCache } from '#drizzle/schema/cache.ts';
import { requireRole } from '../../../auth/actor.ts';
import { PostgresStore } from '../../../cache/postgres-store.ts';
import { note } from '../../audit.ts';
import type { Ctx } from '../../context.ts';

const Filter = z.strictObject({
  tenant: z.string().optional(),
  tier: z.enum(CACHE_TIERS).optional(),
  notVersions: z.string().optional(),
  olderThanS: z.number().min(0).optional(),
  expiredOnly: z.boolean().optional(),
});
export const PreviewPurge = z.strictObject({ filter: Filter });
export const PurgeCache = z.strictObject({ filter: Filter, expected: z.number().int().min(0), reason: z.string().trim().min(2).max(300) });

export interface CacheOverview {
  readonly entries: number;
  readonly hits: number;
  readonly tiers: readonly { readonly tier: CacheTier; readonly entries: number; readonly expired: number; readonly hits: number }[];
  readonly versions: readonly { readonly versions: string; readonly entries: number }[];
}

/** What the cache holds, by tier and by version. Nothing of any brief is shown. */
export async function readCache({ ctx }: { ctx: Pick<Ctx, 'db' | 'actor'> }): Promise<CacheOverview> {
  requireRole(ctx.actor, 'viewer');
  const tiers = await ctx.db
    .select({
      tier: readingCache.tier,
      entries: count(),
      expired: sql<number>`count(*) filter (where ${readingCache.expiresAt} <= now())`.mapWith(Number),
      hits: sql<number>`coalesce(sum(${readingCache.hits}), 0)`.mapWith(Number),
    })
    .from(readingCache)
    .groupBy(readingCache.tier);
  const versions = await ctx.db
    .select({ versions: readingCache.versions, entries: count() })
    .from(readingCache)
    .groupBy(readingCache.versions)
    .orderBy(sql`count(*) desc`);
  const total = (of: 'entries' | 'hits'): number => tiers.reduce((sum, row) => sum + row[of], 0);
  return { entries: total('entries'), hits: total('hits'), tiers, versions };
}

/** How many entries a purge would take, without taking any. */
export async function previewPurge({
  ctx,
  input,
}: {
  ctx: Pick<Ctx, 'db' | 'actor'>;
  input: z.infer<typeof PreviewPurge>;
}): Promise<{ entries: number }> {
  requireRole(ctx.actor, 'operator');
  const { filter } = PreviewPurge.parse(input);
  return { entries: await new PostgresStore(ctx.db).count(filter) };
}

/**
 * Takes the entries that the preview counted. Throws conflict when there are more by now than were shown, so that
 * nobody deletes what they have not seen counted.
 */
export async function purgeCache({ ctx, input }: { ctx: Ctx; input: z.infer<typeof PurgeCache> }): Promise<{ purged: number }> {
  requireRole(ctx.actor, 'operator');
  const { filter, expected, reason } = PurgeCache.parse(input);
  const store = new PostgresStore(ctx.db);
  const now = await store.count(filter);
  if (now > expected) {
    throw new DomainError(
      'conflict',
      `${now} entries match, ${expected} were shown`,
      `지금은 ${now}개가 해당돼요. 미리보기를 다시 확인해 주세요.`,
      { entries: now },
    );
  }
  const purged = await store.purge(filter);
  await ctx.db.transaction((tx) =>
    note(tx, { actorId: ctx.actor.id, action: 'cache.purge', subject: 'reading_cache', reason, data: { filter, purged } }),
  );
  return { purged };
}
