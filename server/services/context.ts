import type { PgBoss } from 'pg-boss';
import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/connect.ts';

/** What every service gets besides its input. The world is injected: tests bring their own. */
export interface Ctx {
  readonly db: Db;
  readonly boss: PgBoss;
  readonly actor: Actor;
  readonly now: () => Date;
}

/** What a worker's service calls get: it acts for the run's owner, not for a person. */
export type WorkerCtx = Omit<Ctx, 'actor'>;
