import { sql } from 'drizzle-orm';
import { bigint, bigserial, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Files an admin may change from the page. */
export const EDITABLE_CONFIGS = ['llm_ensemble', 'cache'] as const;
export type EditableConfig = (typeof EDITABLE_CONFIGS)[number];

/**
 * Changes that admins lay over a configuration file. A row without `applied_at` is the draft (at most one per file);
 * the applied row with the highest id is in force. Rows are never rewritten after they were applied.
 */
export const configRevision = pgTable(
  'config_revision',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    config: text('config', { enum: EDITABLE_CONFIGS }).notNull(),
    /** Only what differs from the file. */
    overlay: jsonb('overlay').$type<Record<string, unknown>>().notNull(),
    /** The revision that was in force when the draft was begun; applying fails when another has come between. */
    baseId: bigint('base_id', { mode: 'number' }),
    authorId: text('author_id').notNull(),
    note: text('note').notNull().default(''),
    /** The revision whose content this one brought back. */
    revertOf: bigint('revert_of', { mode: 'number' }),
    createdAt: at('created_at').notNull().defaultNow(),
    appliedAt: at('applied_at'),
    appliedBy: text('applied_by'),
  },
  (table) => [uniqueIndex('config_revision_one_draft_idx').on(table.config).where(sql`${table.appliedAt} is null`)],
);
