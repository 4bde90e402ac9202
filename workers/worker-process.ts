import type { PgBoss } from 'pg-boss';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { type Connection, connect } from '#server/db/connect.ts';
import { makeBoss } from '#server/queue/boss.ts';
import { type Lane, type LaneMessage, openLane } from '#server/queue/lane.ts';
import { loadCatalogue } from '#server/services/catalogue/load-catalogue.ts';
import type { WorkerCtx } from '#server/services/context.ts';
import { forgetMetrics, publishMetrics } from '#server/services/telemetry/process-metrics.ts';
import { type Log, makeLog } from '#server/telemetry/log.ts';
import { type Metrics, makeMetrics } from '#server/telemetry/metrics.ts';

/** What a lane gets to work with. */
export interface WorkerWorld {
  readonly name: string;
  readonly connection: Connection;
  readonly boss: PgBoss;
  readonly ctx: WorkerCtx;
  readonly catalogue: Catalogue;
  /** This process's own measures; published for /metrics. */
  readonly metrics: Metrics;
  readonly log: Log;
}

const DRAIN_MS = 15_000;
const POOL = 6;
const PUBLISH_MS = 5_000;

/**
 * Runs one worker process: connects, opens its lanes, and drains once on SIGTERM or when its parent is gone.
 * SIGINT is ignored: in a terminal it reaches parent and child alike, and the parent decides the order.
 */
export async function runWorker(
  name: string,
  openLanes: (world: WorkerWorld, open: <T extends object>(lane: Lane<T>) => Promise<void>) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: workers are started by the studio command, or set it yourself');
  const log = makeLog(name);
  process.on('SIGINT', () => undefined);

  const connection = connect(url, { name, max: POOL });
  const boss = makeBoss(url, `${name}-queue`, 'worker', log);
  await boss.start();
  const ctx: WorkerCtx = { db: connection.db, boss, now: () => new Date() };
  const metrics = makeMetrics({ process: true });
  const queues: string[] = [];
  const open = async <T extends object>(lane: Lane<T>): Promise<void> => {
    queues.push(lane.queue);
    await openLane(boss, lane, tellParent, log);
  };
  const { close } = await openLanes({ name, connection, boss, ctx, catalogue: await loadCatalogue(ctx), metrics, log }, open);
  const publishing = setInterval(() => {
    publishMetrics(ctx, name, metrics.registry).catch((error: unknown) => log.debug({ err: error }, 'measures not published'));
  }, PUBLISH_MS);

  let draining = false;
  const drain = async (reason: string): Promise<void> => {
    if (draining) return;
    draining = true;
    log.info({ reason }, 'draining');
    await boss.stop({ graceful: true, timeout: DRAIN_MS });
    clearInterval(publishing);
    await close();
    await forgetMetrics(ctx, name).catch(() => undefined); // gone by itself after a while
    await connection.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void drain('SIGTERM'));
  process.on('disconnect', () => void drain('parent gone'));
  process.send?.({ ev: 'ready' });
  log.info({ queues }, 'working');
}

function tellParent(message: LaneMessage): void {
  if (process.connected) process.send?.(message);
}
