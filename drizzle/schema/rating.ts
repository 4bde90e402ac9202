import { boolean, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { RatingAxes } from '#domain/preference/rating.ts';
import { EVIDENCE_KINDS, PAIR_SIDES, PAIR_WINNERS } from '#domain/preference/rating-kinds.ts';
import { user } from './auth.ts';
import { formula } from './run.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const designer = () =>
  text('designer_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });
const formulaRef = (name: string) =>
  text(name)
    .notNull()
    .references(() => formula.id, { onDelete: 'cascade' });

/** Star ratings. Older ones are kept; the latest per (formula, designer, evidence, minutes) counts. */
export const rating = pgTable(
  'rating',
  {
    id: uuid('id').primaryKey(),
    designerId: designer(),
    formulaId: formulaRef('formula_id'),
    stars: integer('stars').notNull(),
    axes: jsonb('axes').$type<RatingAxes>(),
    evidence: text('evidence', { enum: EVIDENCE_KINDS }).notNull(),
    minutes: integer('minutes'),
    blind: boolean('blind').notNull().default(false),
    tags: jsonb('tags').$type<string[]>().notNull(),
    comment: text('comment').notNull().default(''),
    at: at('at').notNull().defaultNow(),
    undoneAt: at('undone_at'),
  },
  (table) => [index('rating_formula_idx').on(table.formulaId), index('rating_designer_idx').on(table.designerId, table.at)],
);

/** Paired comparisons of two formulas. */
export const pair = pgTable(
  'pair',
  {
    id: uuid('id').primaryKey(),
    designerId: designer(),
    a: formulaRef('a'),
    b: formulaRef('b'),
    winner: text('winner', { enum: PAIR_WINNERS }).notNull(),
    side: text('side', { enum: PAIR_SIDES }).notNull(),
    position: integer('position').notNull(),
    ms: integer('ms').notNull(),
    repeatOf: uuid('repeat_of'),
    evidence: text('evidence', { enum: EVIDENCE_KINDS }).notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (table) => [index('pair_designer_idx').on(table.designerId, table.at)],
);
