import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readBrief } from '#domain/brief/read-brief.ts';
import { run } from '#drizzle/schema/run.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { REFIT_QUEUE } from '../../queue/queues.ts';
import type { Ctx } from '../context.ts';
import { rateCandidate } from '../rating/rate-candidate.ts';
import { undoRating } from '../rating/undo-rating.ts';
import { claimRun } from '../run/claim-run.ts';
import { recordEvents } from '../run/record-events.ts';
import { startRun } from '../run/start-run.ts';
import { eraseOwnAnswers, exportOwnAnswers, readOwnTaste, setOwnTaste } from './own-taste.ts';
import { readAnswers } from './read-answers.ts';

const BRIEF = '맑은 물가의 버드나무와 은은한 머스크';

async function judged(ctx: Ctx): Promise<string> {
  const runId = crypto.randomUUID();
  const id = `${runId}:1`;
  await startRun({ ctx, input: { id: runId, brief: BRIEF } });
  const attempt = (await claimRun(ctx, runId, 'interpret'))?.row.attempt ?? 0;
  await ctx.db
    .update(run)
    .set({ reading: readBrief(BRIEF, readSeedLexicon()).reading })
    .where(eq(run.id, runId));
  const lines = ['d-Limonene', 'Linalool', 'Hedione', 'Iso E Super', 'Galaxolide'].map((ingredient) => ({
    ingredient,
    cas: '5989-27-5',
    pct: 20,
  }));
  const scores = { fit: 87, fit_sd: null, cost_krw_kg: null, longevity_h: null, sillage: null, balance: 0.5 };
  const compliance = { ok: true, market: 'kr' as const, category: '4' as const, dose_pct: 18, worst: null, unchecked: [] };
  const data = { id, rank: 1, lines, scores, compliance, why: [], mode: 'balanced' as const, source: 'evolved' as const };
  await recordEvents({ ctx, input: { runId, attempt, events: [{ type: 'candidate', data }] } });
  return id;
}

const stars = (candidateId: string, value: number) => ({
  id: crypto.randomUUID(),
  candidateId,
  stars: value,
  evidence: 'screen' as const,
  minutes: null,
  blind: false,
  tags: [],
  comment: '',
});

describe('what may teach the preference model', () => {
  it('is every rating that stands, of designers who let it; a rating asks for one refit at most', async () => {
    const { ctx, actorOf } = await freshCtx();
    const other = await actorOf('designer');
    const [mine, theirs] = [await judged(ctx), await judged(other)];
    const first = stars(mine, 4);
    await rateCandidate({ ctx, input: first });
    await rateCandidate({ ctx: other, input: stars(theirs, 2) });
    expect((await readAnswers(ctx)).ratings).toHaveLength(2);
    expect(await ctx.boss.findJobs(REFIT_QUEUE, { queued: true })).toHaveLength(1);
    await setOwnTaste({ ctx: other, input: { contributeRatings: false } });
    expect((await readAnswers(ctx)).ratings.map((row) => row.candidate)).toEqual([mine]);
    await undoRating({ ctx, input: { id: first.id } });
    expect(await readAnswers(ctx)).toMatchObject({ ratings: [], formulas: [] });
  });
});

describe("a designer's own data", () => {
  it('is "no data" before the first fit, exported whole, and gone for good when erased', async () => {
    const { ctx } = await freshCtx();
    const id = await judged(ctx);
    await rateCandidate({ ctx, input: stars(id, 5) });
    expect(await readOwnTaste({ ctx })).toEqual({ useTaste: true, contributeRatings: true, belief: null, fittedAt: null });
    expect((await exportOwnAnswers({ ctx })).ratings).toHaveLength(1);
    expect(await eraseOwnAnswers({ ctx })).toEqual({ ratings: 1, pairs: 0 });
    expect((await exportOwnAnswers({ ctx })).ratings).toEqual([]);
  });
});
