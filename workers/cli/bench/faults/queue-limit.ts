import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { DomainError } from '#domain/error.ts';
import { run } from '#drizzle/schema/run.ts';
import { queueSettings } from '#server/services/run/queue-settings.ts';
import { startRun } from '#server/services/run/start-run.ts';
import type { Proof } from '../fault.ts';
import { openQueueWorld } from './queue-world.ts';
import { quantile, sampleBrief } from './tiny-world.ts';

const REJECT_BAR_MS = 50;
const OFFERED_BAR_MS = 150;
const OFFERED_PER_S = 100;
/** Of one web process. */
const CONNECTIONS = 10;

/** More posts at once than may wait. The limit holds to the row, and a refusal is quick and says when to come again. */
export const proof: Proof = {
  summary: 'simultaneous posts at a queue limit of 100, then 100 a second',
  n: 500,
  async prove(_io, n) {
    await using world = await openQueueWorld(CONNECTIONS);
    const post = async (i: number): Promise<{ ms: number; refused: boolean }> => {
      const began = performance.now();
      try {
        await startRun({ ctx: world.ctx, input: { id: crypto.randomUUID(), brief: sampleBrief(i), mode: 'fast' } });
        return { ms: performance.now() - began, refused: false };
      } catch (error) {
        const polite = error instanceof DomainError && error.code === 'queue_full' && typeof error.details.retryAfterS === 'number';
        if (!polite) throw error;
        return { ms: performance.now() - began, refused: true };
      }
    };
    // A web process that has been answering: its connections are open.
    await Promise.all(Array.from({ length: CONNECTIONS }, () => world.ctx.db.execute(sql`select pg_sleep(0.05)`)));
    const { limit } = await queueSettings(world.ctx.db);
    const burst = await Promise.all(Array.from({ length: n }, (_, i) => post(i)));
    const accepted = await world.ctx.db.$count(run);
    // The queue is full now: what a refusal costs when posts come one after another at a steady rate.
    const steady: Promise<{ ms: number }>[] = [];
    for (let i = 0; i < n; i++) {
      steady.push(post(i));
      await sleep(1000 / OFFERED_PER_S);
    }
    const offered = (await Promise.all(steady)).map(({ ms }) => ms);
    const refusals = burst.filter(({ refused }) => refused).map(({ ms }) => ms);
    const p95 = quantile(offered, 0.95);
    return {
      ok:
        accepted === Math.min(n, limit) &&
        refusals.length === n - accepted &&
        quantile(refusals, 0.95) <= REJECT_BAR_MS &&
        p95 <= OFFERED_BAR_MS,
      posts: n,
      accepted,
      refused: refusals.length,
      burst_refusal_ms: {
        p50: Math.round(quantile(refusals, 0.5)),
        p95: Math.round(quantile(refusals, 0.95)),
        bar_p95: REJECT_BAR_MS,
      },
      steady_refusal_ms: { p50: Math.round(quantile(offered, 0.5)), p95: Math.round(p95), bar_p95: OFFERED_BAR_MS },
    };
  },
};
