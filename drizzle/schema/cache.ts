import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Quality of a cached answer, lowest first; an entry serves a request of its own tier or below. */
export const CACHE_TIERS = ['emergency', 'fast', 'balanced', 'creative'] as const;
export type CacheTier = (typeof CACHE_TIERS)[number];

/** A reading that models made, under its canonical key. `canonical` decides by equality; the key only finds the row. */
export const readingCache = pgTable(
  'reading_cache',
  {
    /** sha-256 of tenant, versions and canonical form. */
    key: text('key').notNull(),
    tier: text('tier', { enum: CACHE_TIERS }).notNull(),
    tenant: text('tenant').notNull(),
    /** What the answer depends on besides the brief: schema, prompts, models, lexicon, limits. A new one outdates the old. */
    versions: text('versions').notNull(),
    canonical: text('canonical').notNull(),
    answer: jsonb('answer').$type<unknown>().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    hits: integer('hits').notNull().default(0),
    lastHitAt: at('last_hit_at'),
  },
  (table) => [primaryKey({ columns: [table.key, table.tier] }), index('reading_cache_expiry_idx').on(table.expiresAt)],
);

/** A brief already met letter by letter, and the canonical form it was read to. */
export const readingCacheAlias = pgTable(
  'reading_cache_alias',
  {
    /** sha-256 of tenant, versions and the normalised text. */
    exactKey: text('exact_key').primaryKey(),
    key: text('key').notNull(),
    tenant: text('tenant').notNull(),
    canonical: text('canonical').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (table) => [index('reading_cache_alias_key_idx').on(table.key)],
);
