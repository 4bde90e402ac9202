import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Genes } from '#domain/evolve/individual.ts';
import type { IslandOrder, IslandReport } from './island-thread.ts';

export interface IslandsEnd {
  /** One hash per island. */
  readonly hashes: readonly string[];
  readonly evals: number;
  /** Wall time from the common start to the last island's end. */
  readonly wallMs: number;
  /** Processor time of the busiest island: what the wall would show with a core for each. */
  readonly slowestCpuMs: number;
  readonly checkpoints: readonly unknown[];
}

/**
 * A whole evolution per thread, with a synchronous ring of migration: nobody goes on before all have arrived, so the threads'
 * pace cannot change the result. The same as evolveIslands, to the last bit.
 */
export async function runIslands(order: Omit<IslandOrder, 'island'>, count: number): Promise<IslandsEnd> {
  const workers = Array.from(
    { length: count },
    (_, island) => new Worker(new URL('./island-thread.ts', import.meta.url), { workerData: { ...order, island } satisfies IslandOrder }),
  );
  try {
    await Promise.all(workers.map((worker) => next(worker)));
    const began = performance.now();
    const send: ('go' | readonly Genes[])[] = workers.map(() => 'go');
    for (;;) {
      const reports = await Promise.all(
        workers.map((worker, i) => {
          const report = next(worker);
          worker.postMessage(send[i]);
          return report;
        }),
      );
      const done = reports.filter((report) => report.kind === 'done');
      if (done.length === count) {
        return {
          hashes: done.map(({ hash }) => hash),
          evals: done.reduce((sum, { evals }) => sum + evals, 0),
          wallMs: performance.now() - began,
          slowestCpuMs: Math.max(...done.map(({ cpuMs }) => cpuMs)),
          checkpoints: done.map(({ checkpoint }) => checkpoint),
        };
      }
      const leaving = reports.map((report) => (report.kind === 'emigrants' ? report.genes : []));
      workers.forEach((_, i) => {
        send[i] = leaving[(i + count - 1) % count] ?? [];
      });
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** The thread's next report; throws what the thread throws. */
async function next(worker: Worker): Promise<IslandReport> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(worker, 'message', { signal: over.signal }).then(([report]) => report as IslandReport),
      once(worker, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`an island ended with ${code}`);
      }),
    ]);
  } finally {
    over.abort();
  }
}
