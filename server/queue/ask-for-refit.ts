import { sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Tx } from '../db/connect.ts';
import { REFIT_QUEUE } from './queues.ts';

/**
 * Asks for the preference model to be fitted anew, in the transaction that changed the answers. At most one asking waits:
 * it sees everything committed by the time it begins, and one that is already under way does not stand for it.
 */
export async function askForRefit(boss: PgBoss, tx: Tx): Promise<void> {
  await boss.send(REFIT_QUEUE, {}, { db: fromDrizzle(tx, sql), singletonKey: 'refit' });
}
