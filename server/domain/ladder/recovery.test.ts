import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterProbe, NEVER_UP, type Recovery } from './recovery.ts';

const settings = { goodProbes: 2, holdMs: 30_000 };

function probed(probes: readonly (readonly [number, boolean])[]): Recovery {
  return probes.reduce((state, [at, good]) => afterProbe(state, good, at, settings), NEVER_UP);
}

describe('recovery', () => {
  it('is up after two good probes at the start', () => {
    expect(probed([[0, true]]).up).toBe(false);
    const bothGood = probed([
      [0, true],
      [1000, true],
    ]);
    expect(bothGood.up).toBe(true);
  });

  it('is down at the first bad probe and up again only after 30 s of good ones', () => {
    const upFor100s = [
      [0, true],
      [1000, true],
      [101_000, false],
    ] as const;
    expect(probed(upFor100s).up).toBe(false);
    expect(probed([...upFor100s, [102_000, true], [131_000, true]]).up).toBe(false);
    expect(probed([...upFor100s, [102_000, true], [131_000, true], [132_000, true]]).up).toBe(true);
    expect(probed([...upFor100s, [102_000, true], [131_000, false], [132_000, true], [133_000, true]]).up).toBe(false);
  });

  it('changes at most once per 30 s on average, whatever the probes say', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 100, max: 20_000 }), fc.boolean()), { maxLength: 400 }), (steps) => {
        let state = NEVER_UP;
        let now = 0;
        let changes = 0;
        for (const [gap, good] of steps) {
          now += gap;
          const next = afterProbe(state, good, now, settings);
          if (next.up !== state.up) changes++;
          state = next;
        }
        // The first rise and the fall after it are free; then two changes need 60 s.
        expect(changes).toBeLessThanOrEqual(2 + now / 30_000);
      }),
    );
  });
});
