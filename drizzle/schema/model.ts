import { integer, pgTable, primaryKey, real, text, timestamp } from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What each worker's seats are doing, as its supervisor last said. A row not renewed for 15 s is stale. */
export const modelState = pgTable(
  'model_state',
  {
    worker: text('worker').notNull(),
    seat: text('seat', { enum: ['qwen', 'mistral', 'llama'] }).notNull(),
    model: text('model').notNull(),
    quantisation: text('quantisation').notNull(),
    state: text('state').notNull(),
    /** Why the seat does not answer, in plain English; null when it does. */
    cause: text('cause'),
    wrapper: text('wrapper'),
    breaker: text('breaker', { enum: ['closed', 'open', 'half_open'] }).notNull(),
    restarts: integer('restarts').notNull().default(0),
    sequencesBusy: integer('sequences_busy').notNull().default(0),
    sequencesTotal: integer('sequences_total').notNull().default(0),
    tokensPerSecond: real('tokens_per_second'),
    since: at('since').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.worker, table.seat] })],
);

/** Briefs during which a model process died. After the configured number of deaths they are answered by rules. */
export const briefQuarantine = pgTable('brief_quarantine', {
  /** sha-256 of the normalised brief; its text is not kept here. */
  briefHash: text('brief_hash').primaryKey(),
  crashes: integer('crashes').notNull(),
  lastSeat: text('last_seat').notNull(),
  lastAt: at('last_at').notNull(),
});
