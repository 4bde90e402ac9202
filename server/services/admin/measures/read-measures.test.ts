import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { freshCtx } from '../../../db/testing/fresh-database.ts';
import { makeMetrics } from '../../../telemetry/metrics.ts';
import type { Ctx } from '../../context.ts';
import { reportSeats } from '../../model/report-seats.ts';
import { startRun } from '../../run/start-run.ts';
import { publishMetrics } from '../../telemetry/process-metrics.ts';
import { readMeasures } from './read-measures.ts';

/** A run that was read so many seconds after it was accepted. */
async function readAfter(ctx: Ctx, seconds: number): Promise<string> {
  const id = crypto.randomUUID();
  await startRun({ ctx, input: { id, brief: '맑은 물가의 버드나무 향', mode: 'fast' } });
  await ctx.db.execute(sql`insert into run_event (run_id, seq, at, type, data)
    select id, 3, created_at + make_interval(secs => ${seconds}::float8), 'reading.valid', '{}' from run where id = ${id}`);
  return id;
}

describe('the figures of reading', () => {
  it('are "no data" where nothing was measured, never nought', async () => {
    const { ctx } = await freshCtx('viewer');
    const measures = await readMeasures({ ctx });
    expect(measures.modes.map(({ mode, p50S, p95S, costKrw, stars }) => [mode, p50S, p95S, costKrw, stars])).toEqual([
      ['fast', null, null, null, null],
      ['balanced', null, null, null, null],
      ['creative', null, null, null, null],
    ]);
    expect(measures.modes.map(({ limitS }) => limitS)).toEqual([8, 12, 20]);
    expect(measures.cache.hitRate).toBeNull();
    expect(measures.models.map(({ tokensPerSecond, firstTokenS }) => [tokensPerSecond, firstTokenS])).toEqual(Array(3).fill([null, null]));
    expect(measures.price).toEqual({ krwPerSecond: null, of: 'cpu' });
    expect(measures.accuracy).toEqual({ assertions: null, wholeBriefs: null });
    expect(measures.downshifts).toEqual([]);
  });

  it('give median and 95th percentile of 1, 2 and 4 s as 2 and 3.8 s, and leave out what is older than a day', async () => {
    const { ctx } = await freshCtx('viewer');
    for (const seconds of [1, 2, 4]) await readAfter(ctx, seconds);
    const old = await readAfter(ctx, 900);
    await ctx.db.execute(sql`update run set created_at = created_at - interval '25 hours' where id = ${old}`);
    const [fast] = (await readMeasures({ ctx })).modes;
    expect([fast?.readings, fast?.p50S]).toEqual([3, 2]);
    expect(fast?.p95S).toBeCloseTo(3.8, 9);
  });

  it('count answers below the mode asked for once under each of their causes', async () => {
    const { ctx } = await freshCtx('viewer');
    for (const reasons of [['qwen_down'], ['qwen_down', 'time']]) {
      const id = await readAfter(ctx, 1);
      const data = JSON.stringify({ requested: 'balanced', from: 'balanced', to: 'emergency', reasons });
      await ctx.db.execute(sql`insert into run_event (run_id, seq, at, type, data) values (${id}, 4, now(), 'mode', ${data}::jsonb)`);
    }
    expect((await readMeasures({ ctx })).downshifts).toEqual([
      { requested: 'balanced', to: 'emergency', reason: 'qwen_down', count: 2 },
      { requested: 'balanced', to: 'emergency', reason: 'time', count: 1 },
    ]);
  });

  it('add up what live workers have counted: cost per reading, cache, tokens', async () => {
    const { ctx } = await freshCtx('viewer');
    for (const [name, cost] of [
      ['a', 0.5],
      ['b', 1.5],
    ] as const) {
      const metrics = makeMetrics();
      metrics.requestCostKrw.observe({ mode: 'fast' }, cost);
      metrics.ttftSeconds.observe({ model: 'qwen' }, 0.25);
      metrics.tokens.inc({ model: 'qwen', kind: 'output' }, 100);
      metrics.cacheLookups.inc({ tier: 'canonical', result: name === 'a' ? 'hit' : 'miss' }, name === 'a' ? 3 : 1);
      metrics.cacheLookups.inc({ tier: 'canonical', result: 'ambiguous' }, 5);
      metrics.readingQuality.set({ measure: 'assertions' }, name === 'a' ? 0.9 : 0.8);
      await publishMetrics(ctx, name, metrics.registry);
    }
    const seat = { model: 'm', quantisation: 'Q8_0', state: 'ready', cause: null, wrapper: null, breaker: 'closed', restarts: 0 } as const;
    await reportSeats({
      ctx,
      input: {
        worker: 'a',
        seats: [{ ...seat, seat: 'qwen', sequencesBusy: 0, sequencesTotal: 4, tokensPerSecond: 40, since: new Date() }],
      },
    });
    const { modes, cache, models, accuracy } = await readMeasures({ ctx });
    expect(modes.find(({ mode }) => mode === 'fast')?.costKrw).toBe(1);
    expect(accuracy.assertions).toBeCloseTo(0.85, 12);
    expect(cache).toEqual({ lookups: 4, hits: 3, ambiguous: 10, hitRate: 0.75 });
    expect(models[0]).toEqual({ seat: 'qwen', tokensPerSecond: 40, firstTokenS: 0.25, outputTokens: 200 });
  });

  it('are not for designers', async () => {
    const { ctx } = await freshCtx('designer');
    await expect(readMeasures({ ctx })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
