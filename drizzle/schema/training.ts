import {
  type AnyPgColumn,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { user } from './auth.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const TRAINING_KINDS = ['fine_tune', 'fast', 'balanced', 'high_quality'] as const;
export const TRAINING_STATUSES = ['queued', 'running', 'done', 'failed', 'stopped', 'unstable'] as const;
/** champion serves; challenger is the latest that may replace it; reference was trained on briefs alone. */
export const POLICY_ALIASES = ['champion', 'challenger', 'reference'] as const;

/** One training of the policy. `attempt` fences the writes of the worker that runs it. */
export const trainingRun = pgTable(
  'training_run',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind', { enum: TRAINING_KINDS }).notNull(),
    status: text('status', { enum: TRAINING_STATUSES }).notNull().default('queued'),
    requestedBy: text('requested_by').notNull(),
    preferenceFitId: uuid('preference_fit_id').references((): AnyPgColumn => preferenceFit.id, { onDelete: 'set null' }),
    seed: integer('seed').notNull(),
    attempt: integer('attempt').notNull().default(0),
    stopRequestedAt: at('stop_requested_at'),
    config: jsonb('config').$type<Record<string, unknown>>().notNull(),
    stats: jsonb('stats').$type<Record<string, unknown>>(),
    error: text('error'),
    createdAt: at('created_at').notNull().defaultNow(),
    finishedAt: at('finished_at'),
  },
  (table) => [index('training_run_created_idx').on(table.createdAt)],
);

/** One point of the training curves, by the field's own names. */
export const trainingIteration = pgTable(
  'training_iteration',
  {
    trainingRunId: uuid('training_run_id')
      .notNull()
      .references(() => trainingRun.id, { onDelete: 'cascade' }),
    iteration: integer('iteration').notNull(),
    at: at('at').notNull().defaultNow(),
    data: jsonb('data').$type<Record<string, number | string | boolean | null>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trainingRunId, table.iteration] })],
);

/** A policy on disk: the ONNX file is the checkpoint; the row says where it is and what it is worth. */
export const policyCheckpoint = pgTable(
  'policy_checkpoint',
  {
    id: uuid('id').primaryKey(),
    trainingRunId: uuid('training_run_id').references(() => trainingRun.id, { onDelete: 'cascade' }),
    updates: integer('updates').notNull(),
    file: text('file').notNull(),
    sha256: text('sha256').notNull(),
    metrics: jsonb('metrics').$type<Record<string, number | null>>().notNull(),
    best: boolean('best').notNull().default(false),
    at: at('at').notNull().defaultNow(),
  },
  (table) => [index('policy_checkpoint_run_idx').on(table.trainingRunId, table.updates)],
);

/** Which checkpoint serves under which name. Promotion and rollback move an alias; both are in the audit log. */
export const policyAlias = pgTable('policy_alias', {
  name: text('name', { enum: POLICY_ALIASES }).primaryKey(),
  checkpointId: uuid('checkpoint_id').references(() => policyCheckpoint.id, { onDelete: 'set null' }),
  previousId: uuid('previous_id').references(() => policyCheckpoint.id, { onDelete: 'set null' }),
  changedAt: at('changed_at').notNull().defaultNow(),
});

/** One fit of the preference model to the ratings there were. The newest is in force; the gate decides how much. */
export const preferenceFit = pgTable(
  'preference_fit',
  {
    id: uuid('id').primaryKey(),
    at: at('at').notNull().defaultNow(),
    ratings: integer('ratings').notNull(),
    pairs: integer('pairs').notNull(),
    gateWeight: doublePrecision('gate_weight').notNull(),
    gateLowerBound: doublePrecision('gate_lower_bound'),
    looAccuracy: doublePrecision('loo_accuracy'),
    model: jsonb('model').$type<unknown>().notNull(),
  },
  (table) => [index('preference_fit_at_idx').on(table.at)],
);

/** A designer's own say over the learning. */
export const designerSetting = pgTable('designer_setting', {
  ownerId: text('owner_id')
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  useTaste: boolean('use_taste').notNull().default(true),
  contributeRatings: boolean('contribute_ratings').notNull().default(true),
  updatedAt: at('updated_at').notNull().defaultNow(),
});
