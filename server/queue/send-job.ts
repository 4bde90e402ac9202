import { sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import type { Tx } from '../db/connect.ts';
import type { RunJob } from './queues.ts';

/**
 * Sends a run's job in the transaction of its row. `after` is the attempt that asks for it: one attempt asks once,
 * while the job of a later attempt is not held back by an earlier one that is still letting go.
 */
export async function sendJob(boss: PgBoss, tx: Tx, queue: string, { runId, after }: { runId: string; after: number }): Promise<void> {
  const job: RunJob = { runId };
  const id = await boss.send(queue, job, { db: fromDrizzle(tx, sql), singletonKey: `${runId}:${after}` });
  if (id === null) throw new Error(`run ${runId} already has a ${queue} job after attempt ${after}`);
}
