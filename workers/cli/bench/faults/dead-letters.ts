import { setTimeout as sleep } from 'node:timers/promises';
import { DEAD_QUEUE, INTERPRET_QUEUE, QUEUES } from '#server/queue/queues.ts';
import type { Proof } from '../fault.ts';
import { openQueueWorld } from './queue-world.ts';

/** A job that fails for good waits among the dead letters, is seen before it is sent again, and then runs; others flow past it. */
export const proof: Proof = {
  summary: 'poison jobs end as dead letters, others flow, and a redrive brings them back',
  n: 10,
  async prove(io, n) {
    await using world = await openQueueWorld();
    const { boss } = world;
    const retries = QUEUES.find(({ name }) => name === INTERPRET_QUEUE)?.retryLimit ?? 0;
    let poisoned = true;
    const handled = new Set<string>();
    const send = (runId: string): Promise<string | null> =>
      boss.send(INTERPRET_QUEUE, { runId }, { singletonKey: runId, retryDelay: 0, retryBackoff: false });
    for (let i = 0; i < n; i++) {
      await send(`poison-${i}`);
      await send(`healthy-${i}`);
    }
    const turn = async (): Promise<number> => {
      const jobs = await boss.fetch<{ runId: string }>(INTERPRET_QUEUE, { batchSize: 2 * n });
      for (const { id, data } of jobs) {
        if (poisoned && data.runId.startsWith('poison')) await boss.fail(INTERPRET_QUEUE, id, { message: 'poison' });
        else {
          handled.add(data.runId);
          await boss.complete(INTERPRET_QUEUE, id);
        }
      }
      return jobs.length;
    };
    const dead = async (): Promise<number> => (await boss.findJobs(DEAD_QUEUE)).filter(({ state }) => state === 'created').length;
    for (let waited = 0; (await dead()) < n && waited < 400 && !io.signal.aborted; waited++) if ((await turn()) === 0) await sleep(100);
    const healthyFirst = [...handled].filter((id) => id.startsWith('healthy')).length;
    const deadBefore = await dead();
    poisoned = false;
    const preview = await boss.previewRedrive(DEAD_QUEUE);
    await boss.redrive(DEAD_QUEUE, {});
    for (let waited = 0; handled.size < 2 * n && waited < 100; waited++) if ((await turn()) === 0) await sleep(100);
    return {
      ok: healthyFirst === n && deadBefore === n && handled.size === 2 * n,
      poison: n,
      healthy_handled: healthyFirst,
      retries,
      dead_letters: deadBefore,
      preview,
      handled_after_redrive: handled.size,
    };
  },
};
