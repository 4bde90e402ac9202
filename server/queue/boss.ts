import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Log } from '../telemetry/log.ts';
import { DEAD_QUEUE, QUEUES } from './queues.ts';

/** owner = the supervisor (migrates, supervises, schedules); web only sends; a worker also listens. */
export type BossRole = 'owner' | 'web' | 'worker';

const MAX_CONNECTIONS: Readonly<Record<BossRole, number>> = { owner: 3, web: 3, worker: 4 };
const ERROR_LOG_INTERVAL_MS = 10_000;

/** A pg-boss of this process, not yet started. Every outage emits an error a second, so the log is rate-limited. */
export function makeBoss(url: string, name: string, role: BossRole, log: Log): PgBoss {
  const options: ConstructorOptions = {
    connectionString: url,
    schema: 'pgboss',
    application_name: name,
    max: MAX_CONNECTIONS[role],
    useListenNotify: role === 'worker',
    migrate: role === 'owner',
    supervise: role !== 'worker',
    schedule: role === 'owner',
    // Supervise is the timer; monitor alone does nothing (redelivery after kill -9 would take a minute).
    monitorIntervalSeconds: 1,
    superviseIntervalSeconds: 1,
    queueCacheIntervalSeconds: 5,
  };
  const boss = new PgBoss(options);
  let lastLogged = 0;
  boss.on('error', (error) => {
    const now = Date.now();
    if (now - lastLogged < ERROR_LOG_INTERVAL_MS) return;
    lastLogged = now;
    log.error({ err: error }, 'queue error');
  });
  boss.on('warning', (warning) => log.debug({ warning }, 'queue warning'));
  return boss;
}

/** Creates the queues, or brings their options up to date. Idempotent. */
export async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_QUEUE, { notify: false, deleteAfterSeconds: 0 });
  for (const { name, policy, ...options } of QUEUES) {
    await boss.createQueue(name, { ...options, policy, deadLetter: DEAD_QUEUE });
    await boss.updateQueue(name, { ...options, deadLetter: DEAD_QUEUE });
  }
}
