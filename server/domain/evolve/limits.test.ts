import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f64, i16, i32 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import { crossover } from './crossover.ts';
import type { Limits } from './limits.ts';
import { makeLimits } from './make-limits.ts';
import { mutate } from './mutation.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { roundToHundredths } from './round-to-hundredths.ts';
import { sampleSheet } from './sample-sheet.ts';
import { lineOf, newSheet, type Sheet } from './sheet.ts';

const RUNS = 2000;

/** A random palette of 20–200 materials with use ranges, group rules, prices, wishes, locked lines and sometimes a budget. */
function randomLimits(seed: number): Limits | string {
  const rng = Rng.fromSeed(seed);
  const n = 20 + rng.int(181);
  const hundredths = (value: number): number => Math.max(0.01, Math.round(value * 100) / 100);
  const capPct = Array.from({ length: n }, () => hundredths(Math.min(100, 0.2 * Math.exp(6 * rng.uniform()))));
  const minPct = capPct.map((cap) => hundredths(Math.min(cap, cap * 0.3 * rng.uniform())));
  const rules = Array.from({ length: rng.int(25) }, () => {
    const indices = Array.from({ length: n }, (_, i) => i).filter(() => rng.uniform() < 0.15);
    return { indices, ratioPerPct: indices.map(() => 0.01 + 0.5 * rng.uniform() ** 4) };
  }).filter(({ indices }) => indices.length > 0);
  const price = Array.from({ length: n }, () => (rng.uniform() < 0.02 ? null : 5000 * Math.exp(5 * rng.uniform())));
  const pick = (count: number): number[] => [...new Set(Array.from({ length: count }, () => rng.int(n)))];
  const locked =
    rng.uniform() < 0.3 ? pick(1 + rng.int(2)).map((index) => ({ index, pct: hundredths(0.2 * (capPct[index] ?? 0.01)) })) : [];
  const groups = Array.from({ length: rng.int(3) }, () => pick(2 + rng.int(5)));
  return makeLimits({
    minPct,
    capPct,
    rules,
    price,
    budget: rng.uniform() < 0.3 ? 20_000 + 150_000 * rng.uniform() : null,
    locked,
    forced: pick(rng.int(4)),
    groups,
    minLines: 5 + rng.int(4),
    maxLines: 12 + rng.int(34),
    weight: Array.from({ length: n }, () => 0.05 + rng.uniform()),
  });
}

function expectAdmissible(limits: Limits, sheet: Sheet, slack: number): void {
  let sum = 0;
  let cost = 0;
  const load = new Float64Array(limits.rowCount);
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    const pct = f64(sheet.pct, i);
    if (i > 0) expect(i16(sheet.index, i - 1)).toBeLessThan(material);
    expect(pct).toBeLessThanOrEqual(f64(limits.capPct, material) + slack);
    const locked = f64(limits.lockedPct, material);
    if (locked > 0) expect(Math.abs(pct - locked)).toBeLessThanOrEqual(slack);
    else expect(pct).toBeGreaterThanOrEqual(f64(limits.minPct, material) - slack);
    sum += pct;
    cost += (pct / 100) * f64(limits.price, material);
    for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
      const row = i32(limits.rowIndex, r);
      load[row] = f64(load, row) + f64(limits.rowRatio, r) * pct;
    }
  }
  expect(Math.abs(sum - 100)).toBeLessThan(1e-9);
  expect(sheet.count).toBeLessThanOrEqual(limits.maxLines);
  expect(sheet.count).toBeGreaterThanOrEqual(limits.minLines);
  for (const row of load) expect(row).toBeLessThanOrEqual(1 + 1e-9);
  expect(cost).toBeLessThanOrEqual(limits.budget * (1 + 1e-9));
  for (const material of limits.forced) expect(lineOf(sheet, material)).toBeGreaterThanOrEqual(0);
  for (const group of limits.groups) expect(group.some((material) => lineOf(sheet, material) >= 0)).toBe(true);
}

function expectRounded(limits: Limits, sheet: Sheet): void {
  const hundredths = Array.from(sheet.pct.subarray(0, sheet.count), (pct) => pct * 100);
  for (const value of hundredths) expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-9);
  expect(hundredths.reduce((sum, value) => sum + Math.round(value), 0)).toBe(10_000);
  expectAdmissible(limits, sheet, 1e-9);
}

describe('every operator leaves an admissible formula', () => {
  it(`on ${RUNS} random palettes: sampled, crossed, mutated, repaired from nothing, and rounded to 0.01 %`, () => {
    let feasible = 0;
    let rounded = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const limits = randomLimits(seed);
        if (typeof limits === 'string') {
          expect(['room', 'budget']).toContain(limits);
          return;
        }
        feasible++;
        const rng = Rng.fromSeed(seed);
        const kin = Array.from({ length: limits.n }, () => new Int16Array());
        const [mother, father, daughter, son] = [newSheet(), newSheet(), newSheet(), newSheet()] as const;
        sampleSheet(limits, mother, rng);
        sampleSheet(limits, father, rng);
        expectAdmissible(limits, mother, 1e-9);
        crossover(mother, father, daughter, son, rng);
        repairToLimits(limits, daughter, rng);
        expectAdmissible(limits, daughter, 1e-9);
        mutate(limits, kin, son, 0.15, 0.3, rng);
        repairToLimits(limits, son, rng);
        expectAdmissible(limits, son, 1e-9);
        father.count = 0;
        repairToLimits(limits, father, null);
        expectAdmissible(limits, father, 1e-9);
        for (const sheet of [mother, daughter, son]) {
          if (!roundToHundredths(limits, sheet)) continue;
          rounded++;
          expectRounded(limits, sheet);
        }
      }),
      { numRuns: RUNS, seed: 51 },
    );
    // The generator must not make its own test empty: most palettes are feasible, and all but rare corners can be rounded.
    expect(feasible).toBeGreaterThan(0.65 * RUNS);
    expect(rounded).toBeGreaterThan(0.97 * 3 * feasible);
  }, 60_000);
});

describe('repairToLimits', () => {
  const flat = (caps: number[], extra: Partial<Parameters<typeof makeLimits>[0]> = {}): Limits => {
    const limits = makeLimits({
      minPct: caps.map(() => 0.01),
      capPct: caps,
      rules: [],
      price: caps.map(() => 1000),
      budget: null,
      locked: [],
      forced: [],
      groups: [],
      minLines: 1,
      maxLines: caps.length,
      weight: caps.map(() => 1),
      ...extra,
    });
    if (typeof limits === 'string') throw new Error(limits);
    return limits;
  };
  const sheetOf = (...pct: number[]): Sheet => {
    const sheet = newSheet();
    sheet.count = pct.length;
    pct.forEach((value, i) => {
      sheet.index[i] = i;
      sheet.pct[i] = value;
    });
    return sheet;
  };
  const amounts = (sheet: Sheet): number[] => Array.from(sheet.pct.subarray(0, sheet.count), (pct) => Number(pct.toFixed(6)));

  it('keeps the ratio of lines that meet no cap: 6:3:1 with the first capped at 40 shares 60 as 3:1', () => {
    const sheet = sheetOf(6, 3, 1);
    repairToLimits(flat([40, 100, 100]), sheet, null);
    expect(amounts(sheet)).toEqual([40, 45, 15]);
  });

  it('scales the members of a group rule and pours the rest into the others: x0 + x1 ≤ 20 from 30:30:40', () => {
    const sheet = sheetOf(30, 30, 40);
    repairToLimits(flat([100, 100, 100], { rules: [{ indices: [0, 1], ratioPerPct: [0.05, 0.05] }] }), sheet, null);
    expect(amounts(sheet)).toEqual([10, 10, 80]);
  });

  it('moves mass to cheaper lines until the budget holds: 1,000 and 3,000 won at 50:50 under 1,500 won', () => {
    const sheet = sheetOf(50, 50);
    repairToLimits(flat([100, 100], { price: [1000, 3000], budget: 1500 }), sheet, null);
    const cost = 10 * f64(sheet.pct, 0) + 30 * f64(sheet.pct, 1);
    expect(cost).toBeLessThanOrEqual(1500);
    expect(cost).toBeGreaterThan(1490);
  });

  it('drops a line far below its minimum dose and raises one just below it', () => {
    const limits = flat([100, 100, 100], { minPct: [0.01, 2, 2] });
    const sheet = sheetOf(98, 1.5, 0.5);
    repairToLimits(limits, sheet, null);
    expect(Array.from(sheet.index.subarray(0, sheet.count))).toEqual([0, 1]);
    expect(f64(sheet.pct, 1)).toBeCloseTo(2, 9);
  });

  it('says what stands in the way when no formula can be admissible', () => {
    const input = {
      minPct: [0.01, 0.01],
      capPct: [40, 40],
      rules: [],
      price: [1000, 2000],
      budget: null,
      locked: [],
      forced: [],
      groups: [],
      minLines: 1,
      maxLines: 2,
      weight: [1, 1],
    };
    expect(makeLimits(input)).toBe('room');
    expect(makeLimits({ ...input, capPct: [90, 90], budget: 900 })).toBe('budget');
  });
});
