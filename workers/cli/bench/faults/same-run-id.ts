import { eq, sql } from 'drizzle-orm';
import { run, runEvent } from '#drizzle/schema/run.ts';
import { startRun } from '#server/services/run/start-run.ts';
import type { Proof } from '../fault.ts';
import { openQueueWorld } from './queue-world.ts';

/** The same run id in parallel, and again after its job has run its course: one run, one job, the same answer. */
export const proof: Proof = {
  summary: 'one run id, posted many times at once and again later',
  n: 50,
  async prove(_io, n) {
    await using world = await openQueueWorld(20);
    const id = crypto.randomUUID();
    const post = () => startRun({ ctx: world.ctx, input: { id, brief: '장미 말고 머스크', mode: 'fast' } });
    const first = await Promise.all(Array.from({ length: n }, post));
    await world.boss.fetch('interpret');
    const again = await Promise.all(Array.from({ length: n }, post));
    const bodies = new Set([...first, ...again].map((body) => JSON.stringify(body)));
    const { db } = world.ctx;
    const [jobs] = await db.execute<{ count: number }>(sql`select count(*)::int as count from pgboss.job where name = 'interpret'`);
    const runs = await db.$count(run);
    const events = await db.$count(runEvent, eq(runEvent.runId, id));
    return {
      ok: runs === 1 && jobs?.count === 1 && bodies.size === 1 && events === 2,
      posts: 2 * n,
      runs,
      jobs: jobs?.count,
      different_answers: bodies.size,
      events,
    };
  },
};
