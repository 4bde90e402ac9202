import { makeBoss } from '#server/queue/boss.ts';
import { openLane } from '#server/queue/lane.ts';
import { makeLog } from '#server/telemetry/log.ts';

/** A worker that only says when it got a job: the other side of `bench queue`. */
const queue = process.argv[2] ?? '';
const log = makeLog('bench-worker', 'error');
const boss = makeBoss(process.env.DATABASE_URL ?? '', 'bench-worker', 'worker', log);
await boss.start();
await openLane<{ n: number }>(
  boss,
  { queue, slots: 2, handle: async ({ n }) => void process.send?.({ n, at: performance.timeOrigin + performance.now() }) },
  () => undefined,
  log,
);
process.send?.({ ready: true });
process.on('disconnect', () => process.exit(0));
