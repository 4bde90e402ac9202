import { describe, expect, it } from 'vitest';
import { Rng } from '../../math/rng.ts';
import { hypervolume } from '../hypervolume.ts';
import { KNOWN_PROBLEMS } from './known-problems.ts';
import { nsga2 } from './nsga2.ts';

const problem = (name: string) => {
  const found = KNOWN_PROBLEMS.find((known) => known.name === name);
  if (!found) throw new Error(name);
  return found;
};
const at = (name: string, x: number[]): { objectives: number[]; violation: number } => {
  const known = problem(name);
  const objectives = new Float64Array(known.m);
  const violation = known.evaluate(Float64Array.from(x), objectives);
  return { objectives: Array.from(objectives), violation };
};

describe('problems with a known front', () => {
  it('have their published optima: the tail at 0 (ZDT) or ½ (DTLZ2) lies on the front', () => {
    const zeros = (n: number, first: number) => [first, ...new Array<number>(n - 1).fill(0)];
    expect(at('ZDT1', zeros(30, 0.25)).objectives).toEqual([0.25, 0.5]);
    expect(at('ZDT2', zeros(30, 0.5)).objectives).toEqual([0.5, 0.75]);
    expect(at('ZDT4', zeros(10, 0.25)).objectives[1]).toBeCloseTo(0.5, 12);
    const [a = 0, b = 0, c = 0] = at('DTLZ2', [0.3, 0.7, ...new Array<number>(10).fill(0.5)]).objectives;
    expect(a * a + b * b + c * c).toBeCloseTo(1, 12);
  });

  it('count constraint violations and nothing else (OSY, BNH, TNK at points checked by hand)', () => {
    // OSY: x = (5,1,2,0,5,0) has f1 = −(225+1+1+16+16) = −259, f2 = 25+1+4+0+25+0 = 55 and meets all six constraints.
    expect(at('OSY', [5, 1, 2, 0, 5, 0])).toEqual({ objectives: [-259, 55], violation: 0 });
    expect(at('OSY', [0, 0, 2, 0, 5, 0]).violation).toBeCloseTo(1, 12);
    expect(at('BNH', [1, 1])).toEqual({ objectives: [8, 32], violation: 0 });
    expect(at('TNK', [1, 1]).violation).toBe(0);
    expect(at('TNK', [0.1, 0.1]).violation).toBeGreaterThan(0);
  });

  it('are solved further with more evaluations, and alike twice with the same seed', () => {
    const zdt1 = problem('ZDT1');
    const volume = (evaluations: number): number => {
      const front = nsga2(zdt1, 100, evaluations, Rng.fromSeed(1));
      return hypervolume(Float64Array.from(front.flat()), front.length, zdt1.reference);
    };
    const early = volume(2500);
    expect(early).toBeLessThan(0.8);
    expect(volume(7500)).toBeGreaterThan(early + 0.1);
    expect(volume(2500)).toBe(early);
  });
});
