import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readBrief } from '#domain/brief/read-brief.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import { run, runEvent } from '#drizzle/schema/run.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { listenForWakeups } from '../../db/wakeups.ts';
import { applyDraft, saveDraft } from '../admin/config/edit-config.ts';
import { LostRun, RUN_EVENTS_CHANNEL } from './append-events.ts';
import { cancelRun } from './cancel-run.ts';
import { claimRun, MAX_ATTEMPTS } from './claim-run.ts';
import { continueRun } from './continue-run.ts';
import { finishReading } from './finish-reading.ts';
import { listRuns, readEvents } from './read-run.ts';
import { readShown } from './read-shown.ts';
import { keepCheckpoint, readCheckpoint, recordEvents } from './record-events.ts';
import { startRun } from './start-run.ts';
import { tailRun } from './tail-run.ts';

/** The shipped configuration's. */
const LIMIT = 100;
const BRIEF = '상큼한 시트러스와 은은한 꽃향기가 나는 여름 향수';
const tick = (gen: number): NewRunEvent => ({
  type: 'generation',
  data: {
    round: 1,
    rounds: 1,
    gen,
    of: 10,
    best: 1,
    median: 1,
    p25: 1,
    p75: 1,
    diversity: 1,
    hypervolume: 1,
    evals: 1,
    evalsPerS: 1,
    feasiblePct: 100,
  },
});

describe('starting a run', () => {
  it('writes the run, its first events and its job together, once for 50 posts of one id', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => startRun({ ctx, input: { id, brief: BRIEF } })));
    expect(new Set(answers.map((answer) => answer.id))).toEqual(new Set([id]));
    expect(await ctx.db.$count(run)).toBe(1);
    expect((await readEvents({ ctx, input: { id, afterSeq: 0 } })).map((event) => [event.seq, event.type])).toEqual([
      [1, 'accepted'],
      [2, 'queued'],
    ]);
    expect(await ctx.boss.findJobs('interpret', { key: `${id}:0` })).toHaveLength(1);
  });

  it('refuses an empty brief with a Korean sentence and writes nothing', async () => {
    const { ctx } = await freshCtx();
    await expect(startRun({ ctx, input: { id: crypto.randomUUID(), brief: '  \n ' } })).rejects.toMatchObject({
      code: 'bad_input',
      messageKo: expect.stringMatching(/[가-힣]/),
    });
    expect(await ctx.db.$count(run)).toBe(0);
  });

  it('never lets more wait than the limit, however many ask at once', async () => {
    const { ctx } = await freshCtx();
    const answers = await Promise.allSettled(
      Array.from({ length: LIMIT + 40 }, () => startRun({ ctx, input: { id: crypto.randomUUID(), brief: BRIEF } })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(LIMIT);
    for (const answer of answers) {
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ code: 'queue_full', details: { retryAfterS: expect.any(Number) } });
    }
  });

  it('lets as many wait as an admin has said, and tells the rest when to come again', async () => {
    const { ctx, actorOf } = await freshCtx();
    const operator = await actorOf('operator');
    const config = 'llm_ensemble';
    const changes = { queue: { limit: 3, retry_after_s: 7 } };
    const { id } = await saveDraft({ ctx: operator, input: { config, changes, note: '작은 기계' } });
    await applyDraft({ ctx: operator, input: { config, draftId: id } });
    const start = () => startRun({ ctx, input: { id: crypto.randomUUID(), brief: BRIEF } });
    for (let i = 0; i < 3; i++) await start();
    await expect(start()).rejects.toMatchObject({ code: 'queue_full', details: { retryAfterS: 7 } });
  });

  it('hides a run from everyone but its owner, in every verb', async () => {
    const { ctx, actorOf } = await freshCtx();
    const stranger = await actorOf('admin');
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    for (const attempt of [
      () => cancelRun({ ctx: stranger, input: { id } }),
      () => readEvents({ ctx: stranger, input: { id, afterSeq: 0 } }),
      () => continueRun({ ctx: stranger, input: { id, newId: crypto.randomUUID() } }),
      () => startRun({ ctx: stranger, input: { id: crypto.randomUUID(), brief: BRIEF, parentId: id } }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(startRun({ ctx: stranger, input: { id, brief: BRIEF } })).rejects.toMatchObject({ code: 'conflict' });
    expect(await listRuns({ ctx: stranger, input: { limit: 10 } })).toEqual([]);
  });
});

describe('going on with a run that is over', () => {
  it('is a child with the same reading and checkpoint; the parent keeps its end', async () => {
    const { ctx } = await freshCtx();
    const [id, newId] = [crypto.randomUUID(), crypto.randomUUID()];
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const attempt = (await claimRun(ctx, id, 'interpret'))?.row.attempt ?? 0;
    const { reading, key } = readBrief(BRIEF, readSeedLexicon());
    const validation = { ok: true, issues: [], checked: [], by: ['rules' as const] };
    const valid: NewRunEvent = { type: 'reading.valid', data: { reading, validation, key, servedBy: 'embedded', servedMode: 'balanced' } };
    const config = { preset: 'balanced', generations: null, maxRounds: 8, commit: null };
    await finishReading({ ctx, input: { runId: id, attempt, events: [valid], reading, key, config } });
    await keepCheckpoint({ ctx, input: { runId: id, attempt, gen: 7, data: { some: 'state' } } });
    await cancelRun({ ctx, input: { id } });
    expect(await continueRun({ ctx, input: { id, newId } })).toEqual({ id: newId, status: 'evolving' });
    expect((await readEvents({ ctx, input: { id: newId, afterSeq: 0 } })).map((event) => event.type)).toEqual([
      'accepted',
      'reading.valid',
    ]);
    expect(await readCheckpoint(ctx, newId)).toEqual({ gen: 7, data: { some: 'state' } });
    expect((await readEvents({ ctx, input: { id, afterSeq: 0 } })).at(-1)?.type).toBe('cancelled');
    expect(await continueRun({ ctx, input: { id, newId } })).toEqual({ id: newId, status: 'evolving' });
  });
});

describe('the log of a run', () => {
  it('has no gaps when many writers append at once', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const claimed = await claimRun(ctx, id, 'interpret');
    const attempt = claimed?.row.attempt ?? 0;
    await Promise.all(Array.from({ length: 30 }, (_, gen) => recordEvents({ ctx, input: { runId: id, attempt, events: [tick(gen)] } })));
    const events = await readEvents({ ctx, input: { id, afterSeq: 0 } });
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
  });

  it('takes nothing from a worker whose attempt is over', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const zombie = await claimRun(ctx, id, 'interpret');
    await claimRun(ctx, id, 'interpret');
    await expect(recordEvents({ ctx, input: { runId: id, attempt: zombie?.row.attempt ?? 0, events: [tick(1)] } })).rejects.toThrow(
      LostRun,
    );
    expect(await ctx.db.$count(runEvent, eq(runEvent.runId, id))).toBe(2);
  });

  it('ends once: a cancelled run takes neither events nor a second end', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const claimed = await claimRun(ctx, id, 'interpret');
    await Promise.all([cancelRun({ ctx, input: { id } }), cancelRun({ ctx, input: { id } })]);
    await expect(recordEvents({ ctx, input: { runId: id, attempt: claimed?.row.attempt ?? 0, events: [tick(1)] } })).rejects.toThrow(
      LostRun,
    );
    const events = await readEvents({ ctx, input: { id, afterSeq: 0 } });
    expect(events.filter((event) => event.type === 'cancelled')).toHaveLength(1);
  });

  it('knows what it has told and not withdrawn, as last told, for the attempt that picks it up', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const attempt = (await claimRun(ctx, id, 'interpret'))?.row.attempt ?? 0;
    const told = (name: string, rank: number): NewRunEvent => ({
      type: 'candidate',
      data: {
        id: `${id}:${name}`,
        rank,
        lines: Array.from({ length: 5 }, () => ({ ingredient: 'Linalool', cas: '78-70-6', pct: 20 })),
        scores: { fit: 87.5, fit_sd: null, cost_krw_kg: 43_210, longevity_h: 6, sillage: null, balance: 0.5 },
        compliance: { ok: true, market: 'kr', category: '4', dose_pct: 18, worst: null, unchecked: [] },
        why: [],
        mode: 'fast',
        source: 'evolved',
      },
    });
    const gone: NewRunEvent = { type: 'candidate.withdrawn', data: { id: `${id}:a` } };
    for (const events of [
      [told('a', 1), told('b', 2)],
      [gone, told('b', 1)],
    ])
      await recordEvents({ ctx, input: { runId: id, attempt, events } });
    expect(await readShown(ctx, id)).toEqual([told('b', 1).data]);
  });

  it('is ended in words when it was begun too often without an end', async () => {
    const { ctx } = await freshCtx();
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) expect(await claimRun(ctx, id, 'interpret')).not.toBeNull();
    expect(await claimRun(ctx, id, 'interpret')).toBeNull();
    expect((await readEvents({ ctx, input: { id, afterSeq: 0 } })).at(-1)).toMatchObject({ type: 'failed', data: { code: 'internal' } });
  });

  it('is tailed live and resumed after the last event seen, each seq once and in order', async () => {
    const { ctx, connection } = await freshCtx();
    const wakeups = await listenForWakeups(connection.sql, RUN_EVENTS_CHANNEL);
    const id = crypto.randomUUID();
    await startRun({ ctx, input: { id, brief: BRIEF } });
    const attempt = (await claimRun(ctx, id, 'interpret'))?.row.attempt ?? 0;
    const seen: number[] = [];
    const signal = new AbortController().signal;
    const follow = async (afterSeq: number, until: number): Promise<void> => {
      for await (const event of tailRun({ ctx, input: { id, afterSeq }, wakeups, signal })) {
        seen.push(event.seq);
        if (event.seq === until) return;
      }
    };
    const following = follow(0, 5).then(() => follow(5, Number.POSITIVE_INFINITY));
    for (let gen = 0; gen < 8; gen++) await recordEvents({ ctx, input: { runId: id, attempt, events: [tick(gen)] } });
    await recordEvents({
      ctx,
      input: { runId: id, attempt, status: 'done', events: [{ type: 'done', data: { reason: 'finished', candidates: 0, hash: 'x' } }] },
    });
    await following;
    expect(seen).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    await wakeups.close();
  });
});
