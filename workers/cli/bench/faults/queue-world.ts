import type { PgBoss } from 'pg-boss';
import { LOCAL_ADMIN } from '#server/auth/local-admin.ts';
import { connect } from '#server/db/connect.ts';
import { startTemporaryPostgres } from '#server/db/embedded/temporary-postgres.ts';
import { migrateAndSeed } from '#server/db/migrate.ts';
import { createQueues, makeBoss } from '#server/queue/boss.ts';
import type { Ctx } from '#server/services/context.ts';
import { makeLog } from '#server/telemetry/log.ts';

export interface QueueWorld extends AsyncDisposable {
  readonly url: string;
  readonly boss: PgBoss;
  readonly ctx: Ctx;
}

/** A PostgreSQL of this proof's own, migrated, with the queues as shipped and a designer to ask. */
export async function openQueueWorld(connections = 10): Promise<QueueWorld> {
  const server = await startTemporaryPostgres();
  await migrateAndSeed(server.url, () => undefined);
  const connection = connect(server.url, { name: 'fault', max: connections });
  const boss = makeBoss(server.url, 'fault-owner', 'owner', makeLog('fault', 'silent'));
  await boss.start();
  await createQueues(boss);
  return {
    url: server.url,
    boss,
    ctx: { db: connection.db, boss, actor: LOCAL_ADMIN, now: () => new Date() },
    async [Symbol.asyncDispose]() {
      await boss.stop({ graceful: false });
      await connection.close();
      await server.stop();
    },
  };
}
