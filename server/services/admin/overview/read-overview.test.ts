import { describe, expect, it } from 'vitest';
import { freshCtx } from '../../../db/testing/fresh-database.ts';
import { claimRun } from '../../run/claim-run.ts';
import { recordEvents } from '../../run/record-events.ts';
import { startRun } from '../../run/start-run.ts';
import { readOverview } from './read-overview.ts';

describe('the four questions', () => {
  it('say "no data" on an empty studio', async () => {
    const { ctx } = await freshCtx('viewer');
    expect(await readOverview({ ctx })).toMatchObject({
      speed: [],
      outcomes: { done: 0, meanStars: null },
      queue: { queued: 0, oldestWaitS: null },
      learning: { champion: null, lastTraining: null, gateWeight: null },
    });
  });

  it('count what waits and how runs ended', async () => {
    const { ctx } = await freshCtx('viewer');
    const [waiting, ended] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const id of [waiting, ended]) await startRun({ ctx, input: { id, brief: '맑은 물가의 버드나무 향' } });
    const attempt = (await claimRun(ctx, ended, 'interpret'))?.row.attempt ?? 0;
    await recordEvents({
      ctx,
      input: { runId: ended, attempt, status: 'done', events: [{ type: 'done', data: { reason: 'finished', candidates: 0, hash: '' } }] },
    });
    expect(await readOverview({ ctx })).toMatchObject({
      outcomes: { done: 1 },
      queue: { queued: 1 },
      speed: [{ mode: 'balanced', runs: 2, readP95: null }],
    });
  });

  it('are not for designers', async () => {
    const { ctx } = await freshCtx('designer');
    await expect(readOverview({ ctx })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
