import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** What each worker process measures, renewed every few seconds; /metrics answers for all that are alive. */
export const processMetrics = pgTable('process_metrics', {
  process: text('process').primaryKey(),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  data: jsonb('data').$type<readonly object[]>().notNull(),
});
