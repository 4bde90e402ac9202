import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proof } from '../fault.ts';
import { openQueueWorld, type QueueWorld } from './queue-world.ts';
import { quantile } from './tiny-world.ts';

const BAR_MS = { notified: 50, lost: 2200 } as const;

/** From a job's commit to its handler in another process: with notifications, and when every one of them is lost. */
export const proof: Proof = {
  summary: 'pick-up latency of an idle queue, and with notifications lost',
  n: 100,
  async prove(io, n) {
    await using world = await openQueueWorld();
    const found: Record<string, { p50: number; p95: number; max: number; bar: number }> = {};
    for (const kind of ['notified', 'lost'] as const) {
      const queue = `pick-up-${kind}`;
      await world.boss.createQueue(queue, { notify: kind === 'notified', heartbeatSeconds: 10 });
      const times = await pickUps(world, queue, kind === 'lost' ? Math.ceil(n / 5) : n, io.signal);
      found[kind] = {
        p50: round(quantile(times, 0.5)),
        p95: round(quantile(times, 0.95)),
        max: round(Math.max(...times)),
        bar: BAR_MS[kind],
      };
    }
    return { ok: (found.notified?.p95 ?? Number.NaN) <= BAR_MS.notified && (found.lost?.max ?? Number.NaN) <= BAR_MS.lost, ms: found };
  },
};

async function pickUps(world: QueueWorld, queue: string, n: number, signal: AbortSignal): Promise<number[]> {
  const gotAt = new Map<number, number>();
  const worker = fork(new URL('../queue-worker.ts', import.meta.url), [queue], { env: { ...process.env, DATABASE_URL: world.url } });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
      worker.on('message', (message: { ready: true } | { n: number; at: number }) => {
        if ('ready' in message) resolve();
        else gotAt.set(message.n, message.at);
      });
    });
    const times: number[] = [];
    for (let job = 0; job < n && !signal.aborted; job++) {
      await world.boss.send(queue, { n: job });
      const sentAt = performance.timeOrigin + performance.now();
      while (!gotAt.has(job)) await sleep(1);
      times.push(Math.max(0, (gotAt.get(job) ?? 0) - sentAt));
      await sleep(10);
    }
    return times;
  } finally {
    worker.removeAllListeners('exit');
    worker.disconnect();
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
