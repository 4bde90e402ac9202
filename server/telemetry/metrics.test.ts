import { describe, expect, it } from 'vitest';
import { desiredWorkers, makeMetrics, mergedText, metricsAsData } from './metrics.ts';

describe('metrics', () => {
  it('add up over processes', async () => {
    const [a, b] = [makeMetrics(), makeMetrics()];
    a.requests.inc({ mode: 'fast', outcome: 'ok', served_by: 'qwen' }, 2);
    b.requests.inc({ mode: 'fast', outcome: 'ok', served_by: 'qwen' }, 3);
    b.requestSeconds.observe({ mode: 'fast' }, 0.4);
    const text = await mergedText([await metricsAsData(a.registry), await metricsAsData(b.registry)]);
    expect(text).toContain('requests_total{mode="fast",outcome="ok",served_by="qwen"} 5');
    expect(text).toContain('request_seconds_bucket{le="0.5",mode="fast"} 1');
  });

  it('refuse a label that is not declared, so that no brief can become one', () => {
    const { requests } = makeMetrics();
    const undeclared = { mode: 'fast', brief: '장미' } as unknown as { mode: string };
    expect(() => requests.inc(undeclared)).toThrow(/brief/);
  });

  it('want one worker per ten waiting, within the range', () => {
    expect([0, 10, 21, 500].map((depth) => desiredWorkers(depth, { min: 2, max: 8 }))).toEqual([2, 2, 3, 8]);
  });
});
