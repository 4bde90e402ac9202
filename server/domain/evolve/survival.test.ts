import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDeb, SurvivalWorkspace, surviveByRankAndCrowding } from './survival.ts';

const work = new SurvivalWorkspace(64, 2);

describe('surviveByRankAndCrowding', () => {
  it('ranks fronts by hand: (1,4) (2,2) (4,1) before (3,3), (5,5) last', () => {
    const objectives = Float64Array.of(3, 3, 1, 4, 5, 5, 2, 2, 4, 1);
    const { rank, chosen } = surviveByRankAndCrowding(objectives, new Float64Array(5), 5, 2, 5, work);
    expect(Array.from(rank.subarray(0, 5))).toEqual([1, 0, 2, 0, 0]);
    expect(Array.from(chosen)).toEqual([1, 3, 4, 0, 2]);
  });

  it('puts every feasible row before every infeasible one, and less violation first', () => {
    const objectives = Float64Array.of(0, 0, 9, 9, 0, 0);
    const { chosen } = surviveByRankAndCrowding(objectives, Float64Array.of(2, 0, 1), 3, 2, 2, work);
    expect(Array.from(chosen)).toEqual([1, 2]);
  });

  it('thins a front one by one, keeping its ends and an even spread', () => {
    const xs = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
    const objectives = Float64Array.from(xs.flatMap((x) => [x, 1 - x]));
    const { chosen } = surviveByRankAndCrowding(objectives, new Float64Array(11), 11, 2, 6, work);
    expect(chosen).toContain(0);
    expect(chosen).toContain(10);
    const kept = Array.from(chosen, (i) => xs[i] ?? 0).sort((a, b) => a - b);
    const gaps = kept.slice(1).map((x, i) => x - (kept[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(0.3 + 1e-12);
  });

  it('never lets a dominated row live while one that dominates it dies', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.constantFrom(0, 0, 0, 1)), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const objectives = Float64Array.from(given.flat());
        const violation = Float64Array.from(given, ([, , v]) => v);
        const keep = Math.ceil(given.length / 2);
        const { chosen } = surviveByRankAndCrowding(objectives, violation, given.length, 2, keep, work);
        expect(chosen.length).toBe(keep);
        expect(new Set(chosen).size).toBe(keep);
        for (const alive of chosen) {
          for (let dead = 0; dead < given.length; dead++) {
            if (!chosen.includes(dead)) expect(compareDeb(objectives, violation, 2, dead, alive)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { seed: 7 },
    );
  });
});
