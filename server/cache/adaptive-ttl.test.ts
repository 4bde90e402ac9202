import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLoad, initialTtl, jittered } from './adaptive-ttl.ts';

const settings = {
  ttl_seconds: 3600,
  ttl_min_seconds: 600,
  ttl_max_seconds: 86_400,
  load_low: 0.3,
  load_high: 0.8,
  step_every_s: 60,
};

function runMinutes(load: number, minutes: number): number {
  let ttl = initialTtl(settings);
  for (let minute = 0; minute < minutes; minute++) ttl = afterLoad(ttl, load, minute * 60_000, settings);
  return ttl.seconds;
}

describe('the adaptive time to live', () => {
  it('doubles a minute above a load of .8 and stops at a day', () => {
    expect([1, 2, 4, 5, 9].map((minutes) => runMinutes(0.9, minutes))).toEqual([7200, 14_400, 57_600, 86_400, 86_400]);
  });

  it('halves a minute below .3 and stops at ten minutes', () => {
    expect([1, 2, 3, 9].map((minutes) => runMinutes(0.1, minutes))).toEqual([1800, 900, 600, 600]);
  });

  it('stays between .3 and .8, both included', () => {
    expect([0.3, 0.5, 0.8].map((load) => runMinutes(load, 5))).toEqual([3600, 3600, 3600]);
  });

  it('moves at most once a minute and never leaves its bounds, whatever the load does', () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 90_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let ttl = initialTtl(settings);
        let now = 0;
        for (const [gap, load] of steps) {
          now += gap;
          const next = afterLoad(ttl, load, now, settings);
          if (next !== ttl && ttl.movedAt !== null) expect(now - ttl.movedAt).toBeGreaterThanOrEqual(60_000);
          expect(next.seconds).toBeGreaterThanOrEqual(600);
          expect(next.seconds).toBeLessThanOrEqual(86_400);
          ttl = next;
        }
      }),
    );
  });

  it('spreads expiry by a tenth either way, the same for the same key', () => {
    expect(jittered(1000, '00000000', 0.1)).toBeCloseTo(900, 6);
    expect(jittered(1000, 'ffffffff', 0.1)).toBeCloseTo(1100, 6);
  });
});
