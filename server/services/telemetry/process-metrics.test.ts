import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { processMetrics } from '#drizzle/schema/telemetry.ts';
import { freshCtx } from '../../db/testing/fresh-database.ts';
import { makeMetrics } from '../../telemetry/metrics.ts';
import { startRun } from '../run/start-run.ts';
import { publishMetrics, readMetrics } from './process-metrics.ts';

describe('measures of all processes', () => {
  it('add up over live workers, leave silent ones out, and count the queue as it is', async () => {
    const { ctx } = await freshCtx();
    for (const [name, briefs] of [
      ['a', 2],
      ['b', 3],
      ['gone', 100],
    ] as const) {
      const metrics = makeMetrics();
      metrics.requests.inc({ mode: 'fast', outcome: 'ok', served_by: 'embedded' }, briefs);
      await publishMetrics(ctx, name, metrics.registry);
    }
    await ctx.db.update(processMetrics).set({ at: sql`now() - interval '1 minute'` }).where(sql`${processMetrics.process} = 'gone'`);
    await startRun({ ctx, input: { id: crypto.randomUUID(), brief: '맑은 물가의 버드나무 향' } });
    const text = await readMetrics(ctx, makeMetrics());
    expect(text).toMatch(/requests_total\{.*mode="fast".*\} 5/);
    expect(text).toMatch(/^queue_depth 1$/m);
    expect(text).not.toContain('버드나무');
  });
});
