import { describe, expect, it } from 'vitest';
import { afterDeath, afterGoodService, type Breaker, backoffMs, breakerState, CLOSED } from './breaker.ts';

const settings = { deaths: 3, windowMs: 60_000, openMs: 300_000 };
const died = (...at: readonly number[]): Breaker => at.reduce((breaker, now) => afterDeath(breaker, now, settings), CLOSED);

describe('the breaker', () => {
  it('opens for five minutes at the third death within a minute', () => {
    expect(breakerState(died(0, 30_000), 30_000)).toBe('closed');
    const open = died(0, 30_000, 59_000);
    expect(breakerState(open, 59_000)).toBe('open');
    expect(breakerState(open, 358_999)).toBe('open');
    expect(breakerState(open, 359_000)).toBe('half_open');
  });

  it('stays closed when deaths are further apart', () => {
    expect(breakerState(died(0, 40_000, 80_000, 120_000), 120_000)).toBe('closed');
  });

  it('opens again at once when the half-open attempt dies, and closes when it serves', () => {
    const open = died(0, 1000, 2000);
    expect(breakerState(afterDeath(open, 400_000, settings), 400_001)).toBe('open');
    expect(afterGoodService(open, 400_000)).toEqual(CLOSED);
    expect(afterGoodService(open, 100_000)).toBe(open);
  });
});

describe('the pause before a restart', () => {
  it('doubles from one second to thirty, and jitter takes at most a quarter off', () => {
    const range = { firstMs: 1000, maxMs: 30_000 };
    expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(attempt, 0, range))).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(backoffMs(1, 1, range)).toBe(1500);
  });
});
