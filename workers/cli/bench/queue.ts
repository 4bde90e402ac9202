import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startTemporaryPostgres } from '#server/db/embedded/temporary-postgres.ts';
import { makeBoss } from '#server/queue/boss.ts';
import { makeLog } from '#server/telemetry/log.ts';
import { EXIT, type Verb } from '../verb.ts';
import { quantile } from './quantile.ts';

const JOBS = 200;
const WORKERS = 2;
const BAR_MS = 50;
const QUEUE = 'bench';
const FromWorker = z.union([z.strictObject({ ready: z.literal(true) }), z.strictObject({ n: z.number(), at: z.number() })]);

/** Pick-up latency of the queue as shipped: commit of a job to the first line of its handler, in another process. */
export const bench: Verb = {
  summary: 'bench queue: milliseconds from sending a job to its handler in another process',
  help: 'Options: --n <jobs> (200). Prints one line {n, workers, p50_ms, p95_ms, max_ms, bar_p95_ms, ok}; exits 1 when p95 is over the bar.',
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { n: { type: 'string', default: String(JOBS) } } });
    const n = Number(values.n);
    const server = await startTemporaryPostgres();
    const boss = makeBoss(server.url, 'bench-owner', 'owner', makeLog('bench', 'error'));
    try {
      await boss.start();
      await boss.createQueue(QUEUE, { notify: true, heartbeatSeconds: 10 });
      const gotAt = new Map<number, number>();
      const workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(server.url, (job, at) => gotAt.set(job, at))));
      const latencies: number[] = [];
      for (let job = 0; job < n && !io.signal.aborted; job++) {
        await boss.send(QUEUE, { n: job });
        const sentAt = performance.timeOrigin + performance.now();
        while (!gotAt.has(job)) await sleep(1);
        latencies.push(Math.max(0, (gotAt.get(job) ?? 0) - sentAt));
        await sleep(10);
      }
      for (const worker of workers) worker.disconnect();
      const ok = quantile(latencies, 0.95) <= BAR_MS;
      await io.answer({
        n: latencies.length,
        workers: WORKERS,
        p50_ms: quantile(latencies, 0.5),
        p95_ms: quantile(latencies, 0.95),
        max_ms: quantile(latencies, 1),
        bar_p95_ms: BAR_MS,
        ok,
      });
      return ok ? EXIT.allAnswered : EXIT.someErrors;
    } finally {
      await boss.stop({ graceful: false });
      await server.stop();
    }
  },
};

async function startWorker(url: string, onJob: (n: number, at: number) => void): Promise<ReturnType<typeof fork>> {
  const worker = fork(new URL('./queue-worker.ts', import.meta.url), [QUEUE], { env: { ...process.env, DATABASE_URL: url } });
  await new Promise<void>((resolve, reject) => {
    worker.once('exit', (code) => reject(new Error(`the bench worker ended with ${code}`)));
    worker.on('message', (raw) => {
      const message = FromWorker.parse(raw);
      if ('ready' in message) resolve();
      else onJob(message.n, message.at);
    });
  });
  return worker;
}
