import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Reading } from '#domain/brief/reading.ts';
import { CANDIDATE_SOURCES, type CandidateCompliance, type CandidateScores, type FormulaLine } from '#domain/formula/formula.ts';
import { MARKETS } from '#domain/regulation/category.ts';
import { ENGINES, RUN_STATUSES, type RunEvent } from '#domain/run/event.ts';
import { MODES } from '#domain/run/mode.ts';
import { user } from './auth.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const owner = () =>
  text('owner_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

/** What was resolved from the configuration when the run began; stored so that the run can be repeated. */
export interface ResolvedConfig {
  readonly preset: string;
  /** Generations of a round when they differ from the preset's. */
  readonly generations: number | null;
  readonly maxRounds: number;
  readonly commit: string | null;
  /** The ensemble's settings in force when the brief was read. */
  readonly ensemble?: unknown;
}

/** A brief as its designer last typed it: the draft that autosave keeps, and the text that runs point to. */
export const brief = pgTable(
  'brief',
  {
    id: uuid('id').primaryKey(),
    ownerId: owner(),
    text: text('text').notNull(),
    isDraft: boolean('is_draft').notNull().default(false),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (table) => [index('brief_owner_idx').on(table.ownerId, table.updatedAt)],
);

/** One brief's journey. The row is the truth people see; `attempt` fences the writes of workers. */
export const run = pgTable(
  'run',
  {
    /** Made by the client (UUIDv7): primary key and idempotency key. */
    id: uuid('id').primaryKey(),
    ownerId: owner(),
    briefId: uuid('brief_id')
      .notNull()
      .references(() => brief.id, { onDelete: 'cascade' }),
    parentId: uuid('parent_id').references((): AnyPgColumn => run.id, { onDelete: 'set null' }),
    mode: text('mode', { enum: MODES }).notNull(),
    engine: text('engine', { enum: ENGINES }).notNull(),
    market: text('market', { enum: MARKETS }).notNull(),
    status: text('status', { enum: RUN_STATUSES }).notNull().default('queued'),
    seed: bigint('seed', { mode: 'number' }).notNull(),
    config: jsonb('config').$type<ResolvedConfig>().notNull(),
    reading: jsonb('reading').$type<Reading>(),
    readingKey: text('reading_key'),
    attempt: integer('attempt').notNull().default(0),
    lastSeq: integer('last_seq').notNull().default(0),
    stopRequestedAt: at('stop_requested_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
  },
  (table) => [
    index('run_owner_idx').on(table.ownerId, table.createdAt),
    index('run_open_idx').on(table.status).where(sql`${table.status} in ('queued', 'reading', 'evolving', 'paused')`),
  ],
);

/** The run's log: seq is gap-free because it is taken under the run's row lock. */
export const runEvent = pgTable(
  'run_event',
  {
    runId: uuid('run_id')
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    at: at('at').notNull(),
    type: text('type').$type<RunEvent['type']>().notNull(),
    data: jsonb('data').$type<RunEvent['data']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

/** Where evolution stood when it was last kept; a killed worker's run goes on from here. */
export const runCheckpoint = pgTable('run_checkpoint', {
  runId: uuid('run_id')
    .primaryKey()
    .references(() => run.id, { onDelete: 'cascade' }),
  attempt: integer('attempt').notNull(),
  gen: integer('gen').notNull(),
  data: jsonb('data').$type<unknown>().notNull(),
  at: at('at').notNull().defaultNow(),
});

/** A candidate formula of a run. */
export const formula = pgTable(
  'formula',
  {
    id: text('id').primaryKey(),
    runId: uuid('run_id')
      .notNull()
      .references(() => run.id, { onDelete: 'cascade' }),
    ownerId: owner(),
    rank: integer('rank').notNull(),
    source: text('source', { enum: CANDIDATE_SOURCES }).notNull(),
    servedMode: text('served_mode').notNull(),
    lines: jsonb('lines').$type<FormulaLine[]>().notNull(),
    scores: jsonb('scores').$type<CandidateScores>().notNull(),
    compliance: jsonb('compliance').$type<CandidateCompliance>().notNull(),
    why: jsonb('why').$type<string[]>().notNull(),
    withdrawnAt: at('withdrawn_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [index('formula_run_idx').on(table.runId), index('formula_owner_idx').on(table.ownerId)],
);
