import { index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { MATERIAL_KINDS, type Material } from '#domain/ingredient/material.ts';
import { user } from './auth.ts';

/** Raw materials. `ownerId` null = shared catalogue; otherwise that perfumer's own material. */
export const material = pgTable(
  'material',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').references(() => user.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    nameKo: text('name_ko').notNull(),
    cas: text('cas').notNull(),
    kind: text('kind', { enum: MATERIAL_KINDS }).notNull(),
    data: jsonb('data').$type<Material>().notNull(),
  },
  (table) => [index('material_cas_idx').on(table.cas), index('material_owner_idx').on(table.ownerId)],
);

/** Kinds of reference rows, in the order in which they make up the catalogue. */
export const REFERENCE_KINDS = [
  'constituent',
  'ifra_standard',
  'ifra_condition',
  'ifra_group_rule',
  'annex_entry',
  'schiff_base',
  'eu_allergen',
  'kr_allergen',
  'eu_limit',
  'kr_limit',
  'unifac_subgroup',
  'unifac_interaction',
  'unifac_groups',
  'dose_response',
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** Regulation and physics tables, one typed row each, kept with the version they belong to. */
export const referenceRow = pgTable(
  'reference_row',
  {
    version: text('version').notNull(),
    kind: text('kind', { enum: REFERENCE_KINDS }).notNull(),
    position: integer('position').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.version, table.kind, table.position] })],
);

/** What was seeded, by name: the content hash decides whether to seed again. */
export const seedVersion = pgTable('seed_version', {
  name: text('name').primaryKey(),
  version: text('version').notNull(),
  sha256: text('sha256').notNull(),
  seededAt: timestamp('seeded_at', { withTimezone: true }).notNull().defaultNow(),
});
