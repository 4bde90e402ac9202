import { describe, expect, it } from 'vitest';
import type { NewRunEvent } from '#domain/run/event.ts';
import { rating } from '#drizzle/schema/rating.ts';
import { run } from '#drizzle/schema/run.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import type { Ctx } from '../context.ts';
import { claimRun } from '../run/claim-run.ts';
import { recordEvents } from '../run/record-events.ts';
import { startRun } from '../run/start-run.ts';
import { rateCandidate } from './rate-candidate.ts';
import { ratingsOfRun } from './ratings-of-run.ts';
import { undoRating } from './undo-rating.ts';

/** A run of this designer with one candidate. */
async function oneCandidate(ctx: Ctx): Promise<{ runId: string; candidateId: string }> {
  const runId = crypto.randomUUID();
  const candidateId = `${runId}:1`;
  await startRun({ ctx, input: { id: runId, brief: '비 온 뒤 정원의 젖은 흙과 흰 꽃' } });
  const attempt = (await claimRun(ctx, runId, 'interpret'))?.row.attempt ?? 0;
  const names = ['d-Limonene', 'Linalool', 'Hedione', 'Iso E Super', 'Galaxolide'];
  const candidate: NewRunEvent = {
    type: 'candidate',
    data: {
      id: candidateId,
      rank: 1,
      lines: names.map((ingredient) => ({ ingredient, cas: '5989-27-5', pct: 20 })),
      scores: { fit: 87, fit_sd: null, cost_krw_kg: null, longevity_h: null, sillage: null, balance: 0.5 },
      compliance: { ok: true, market: 'kr', category: '4', dose_pct: 18, worst: null, unchecked: [] },
      why: [],
      mode: 'balanced',
      source: 'evolved',
    },
  };
  await recordEvents({ ctx, input: { runId, attempt, events: [candidate] } });
  return { runId, candidateId };
}

function stars(candidateId: string, value: number) {
  return {
    id: crypto.randomUUID(),
    candidateId,
    stars: value,
    evidence: 'blotter' as const,
    minutes: 15,
    blind: false,
    tags: [],
    comment: '',
  };
}

describe('rating a candidate', () => {
  it('keeps it once when the same rating is sent twice, and finds it again', async () => {
    const { ctx } = await freshCtx();
    const { runId, candidateId } = await oneCandidate(ctx);
    const given = stars(candidateId, 4);
    await Promise.all([rateCandidate({ ctx, input: given }), rateCandidate({ ctx, input: given })]);
    expect(await ctx.db.$count(rating)).toBe(1);
    expect((await ratingsOfRun({ ctx, input: { runId } }))[candidateId]).toMatchObject({ stars: 4, evidence: 'blotter', minutes: 15 });
  });

  it('lets the latest count, and the one before it again after an undo; nothing is deleted', async () => {
    const { ctx } = await freshCtx();
    const { runId, candidateId } = await oneCandidate(ctx);
    await rateCandidate({ ctx, input: stars(candidateId, 2) });
    const second = stars(candidateId, 5);
    await rateCandidate({ ctx: { ...ctx, now: () => new Date(Date.now() + 1000) }, input: second });
    expect((await ratingsOfRun({ ctx, input: { runId } }))[candidateId]?.stars).toBe(5);
    await undoRating({ ctx, input: { id: second.id } });
    expect((await ratingsOfRun({ ctx, input: { runId } }))[candidateId]?.stars).toBe(2);
    expect(await ctx.db.$count(rating)).toBe(2);
  });

  it('refuses unknown candidates, those of others, and stars outside 1–5', async () => {
    const { ctx, actorOf } = await freshCtx();
    const { candidateId } = await oneCandidate(ctx);
    await expect(rateCandidate({ ctx, input: stars('nothing', 3) })).rejects.toMatchObject({ code: 'not_found' });
    await expect(rateCandidate({ ctx: await actorOf('admin'), input: stars(candidateId, 3) })).rejects.toMatchObject({ code: 'not_found' });
    await expect(rateCandidate({ ctx, input: stars(candidateId, 6) })).rejects.toThrow();
    expect(await ctx.db.$count(rating)).toBe(0);
    expect(await ctx.db.$count(run)).toBe(1);
  });
});
