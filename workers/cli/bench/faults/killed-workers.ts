import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, count, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { Rng } from '#domain/math/rng.ts';
import { run, runEvent } from '#drizzle/schema/run.ts';
import type { LaneMessage } from '#server/queue/lane.ts';
import { startRun } from '#server/services/run/start-run.ts';
import { trackHeldJobs } from '#workers/studio/held-jobs.ts';
import type { Proof } from '../fault.ts';
import { openQueueWorld, type QueueWorld } from './queue-world.ts';
import { quantile, sampleBrief } from './tiny-world.ts';

const KILLS = 10;
const QUIET_MS = 120_000;
const REDELIVERY_BAR_MS = 60_000;
const WORKER = new URL('../../../llm/main.ts', import.meta.url);

/** Kills the reading worker while it holds jobs; every run is still read once. The worker is the shipped one. */
export const proof: Proof = {
  summary: 'jobs over at least ten kill -9 of the worker in the middle of one',
  n: 100,
  async prove(io, n) {
    await using world = await openQueueWorld();
    for (let i = 0; i < n; i++) await startRun({ ctx: world.ctx, input: { id: crypto.randomUUID(), brief: sampleBrief(i), mode: 'fast' } });
    const worker = keepKilling(world, Math.min(KILLS, Math.ceil(n / 4)), Math.max(1, Math.floor(n / (KILLS + 2))));
    const waiting = (): Promise<number> => world.ctx.db.$count(run, inArray(run.status, ['queued', 'reading']));
    for (let left = await waiting(), quietSince = performance.now(); left > 0 && !io.signal.aborted; ) {
      await sleep(500);
      const now = await waiting();
      if (now < left) quietSince = performance.now();
      if (performance.now() - quietSince > QUIET_MS) break;
      left = now;
    }
    await worker.stop();
    const { db } = world.ctx;
    const lost = await db.$count(run, notInArray(run.status, ['evolving', 'done']));
    const readings = await db
      .select({ runId: runEvent.runId, times: count() })
      .from(runEvent)
      .where(eq(runEvent.type, 'reading.valid'))
      .groupBy(runEvent.runId);
    const doubled = readings.filter(({ times }) => times > 1).length;
    const gaps = await db
      .select({ runId: runEvent.runId })
      .from(runEvent)
      .groupBy(runEvent.runId)
      .having(sql`max(${runEvent.seq}) <> count(*)`);
    const doubledJobs = await db.$count(
      run,
      and(
        eq(run.status, 'evolving'),
        sql`(select count(*) from pgboss.job j where j.name = 'evolve' and j.data->>'runId' = ${run.id}::text) <> 1`,
      ),
    );
    const slowest = worker.redeliveryMs.length === 0 ? 0 : Math.max(...worker.redeliveryMs);
    return {
      ok:
        lost === 0 &&
        doubled === 0 &&
        gaps.length === 0 &&
        doubledJobs === 0 &&
        worker.kills() >= Math.min(KILLS, Math.ceil(n / 4)) &&
        slowest <= REDELIVERY_BAR_MS,
      jobs: n,
      kills: worker.kills(),
      lost,
      doubled_results: doubled,
      doubled_evolve_jobs: doubledJobs,
      gaps_in_logs: gaps.length,
      redelivery_ms: { p50: Math.round(quantile(worker.redeliveryMs, 0.5)), max: Math.round(slowest), bar: REDELIVERY_BAR_MS },
    };
  },
};

/** A worker that is killed when it takes its k-th job, and started again, as the studio's supervisor would. */
function keepKilling(
  world: QueueWorld,
  kills: number,
  most: number,
): { kills(): number; readonly redeliveryMs: number[]; stop(): Promise<void> } {
  const rng = Rng.fromSeed(4);
  const held = trackHeldJobs(world.boss, () => undefined);
  const inHand = new Set<string>();
  const lostAt = new Map<string, number>();
  const redeliveryMs: number[] = [];
  let killed = 0;
  let stopping = false;
  let child: ChildProcess;

  const start = (): void => {
    let untilKill = 1 + rng.int(most);
    child = fork(WORKER, [], {
      env: { ...process.env, DATABASE_URL: world.url, NAME: 'worker-llm', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (message: LaneMessage | { ev: 'ready' }) => {
      if (message.ev === 'ready') return;
      held.hear(message);
      if (message.ev === 'end') {
        inHand.delete(message.id);
        return;
      }
      inHand.add(message.id);
      const lost = lostAt.get(message.id);
      if (lost !== undefined) redeliveryMs.push(performance.now() - lost);
      lostAt.delete(message.id);
      if (killed < kills && --untilKill <= 0) {
        killed++;
        child.kill('SIGKILL');
      }
    });
    child.on('exit', (code, signal) => {
      for (const id of inHand) lostAt.set(id, performance.now());
      inHand.clear();
      held.workerDied(signal ?? `exit code ${code}`);
      if (!stopping) start();
    });
  };
  start();
  return {
    kills: () => killed,
    redeliveryMs,
    async stop() {
      stopping = true;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}
