import { describe, expect, it } from 'vitest';
import { hypervolume } from './hypervolume.ts';

const front = (count: number, point: (t: number) => number[]): Float64Array =>
  Float64Array.from(Array.from({ length: count }, (_, i) => point(i / (count - 1))).flat());

describe('hypervolume', () => {
  it('is the area of one box, and of a staircase counted by hand', () => {
    expect(hypervolume(Float64Array.of(0.25, 0.5), 1, [1, 1])).toBeCloseTo(0.375, 12);
    // (1,3) (2,2) (3,1) below (4,4): 3·1 + 2·1 + 1·1 = 6
    expect(hypervolume(Float64Array.of(3, 1, 1, 3, 2, 2), 3, [4, 4])).toBeCloseTo(6, 12);
  });

  it('ignores dominated points, duplicates and points outside the reference', () => {
    expect(hypervolume(Float64Array.of(1, 1, 2, 2, 1, 1, 5, 0), 4, [4, 4])).toBeCloseTo(9, 12);
  });

  it('in three objectives adds what two boxes do not share: 8 + 8 − 4', () => {
    // From (1,1,1) and (2,0,1)... to (3,3,3): boxes 2·2·2 = 8 and 1·3·2 = 6, overlap 1·2·2 = 4.
    expect(hypervolume(Float64Array.of(1, 1, 1, 2, 0, 1), 2, [3, 3, 3])).toBeCloseTo(10, 12);
  });

  it('stays below the closed forms of known fronts and within 1 % of them with 100 points (ZDT1 1.21 − 1/3, ZDT2 1.21 − 2/3)', () => {
    const zdt1 = hypervolume(
      front(100, (t) => [t, 1 - Math.sqrt(t)]),
      100,
      [1.1, 1.1],
    );
    expect(zdt1).toBeLessThan(1.21 - 1 / 3);
    expect(zdt1).toBeGreaterThan(0.99 * (1.21 - 1 / 3));
    const zdt2 = hypervolume(
      front(100, (t) => [t, 1 - t * t]),
      100,
      [1.1, 1.1],
    );
    expect(zdt2).toBeLessThan(1.21 - 2 / 3);
    expect(zdt2).toBeGreaterThan(0.99 * (1.21 - 2 / 3));
  });

  it('approaches the sphere octant from below as the grid of DTLZ2 gets finer (1.331 − π/6)', () => {
    const grid = (side: number): number => {
      const points: number[] = [];
      for (let i = 0; i <= side; i++) {
        for (let j = 0; j <= side; j++) {
          const [a, b] = [(i / side) * (Math.PI / 2), (j / side) * (Math.PI / 2)];
          points.push(Math.cos(a) * Math.cos(b), Math.cos(a) * Math.sin(b), Math.sin(a));
        }
      }
      return hypervolume(Float64Array.from(points), points.length / 3, [1.1, 1.1, 1.1]);
    };
    const exact = 1.331 - Math.PI / 6;
    expect(grid(10)).toBeLessThan(grid(40));
    expect(grid(40)).toBeLessThan(exact);
    expect(grid(40)).toBeGreaterThan(0.95 * exact);
  });
});
