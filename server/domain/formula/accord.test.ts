import { describe, expect, it } from 'vitest';
import { type Accord, flattenAccords } from './accord.ts';

const accords = new Map<string, Accord>(
  (
    [
      {
        id: 'rose',
        nameKo: '장미',
        lines: [
          { materialId: 'phenethyl-alcohol', pct: 3 },
          { materialId: 'citronellol', pct: 1 },
        ],
      },
      {
        id: 'garden',
        nameKo: '정원',
        lines: [
          { accordId: 'rose', pct: 50 },
          { materialId: 'cis-3-hexenol', pct: 50, strength: 0.1 },
        ],
      },
      { id: 'loop-a', nameKo: '가', lines: [{ accordId: 'loop-b', pct: 1 }] },
      { id: 'loop-b', nameKo: '나', lines: [{ accordId: 'loop-a', pct: 1 }] },
      { id: 'empty', nameKo: '빈', lines: [] },
    ] satisfies Accord[]
  ).map((accord) => [accord.id, accord]),
);

describe('nested accords', () => {
  it("opens two levels, takes parts of each accord's own sum and splits a dilution into material and solvent", () => {
    // garden 40 %: rose 20 % = 15 + 5; hexenol 20 % at 10 % = 2 + 18 DPG. citronellol 10 % more stands outside.
    const flat = flattenAccords(
      [
        { accordId: 'garden', pct: 40 },
        { materialId: 'citronellol', pct: 10 },
      ],
      accords,
    );
    expect(new Map(flat.map(({ materialId, pct }) => [materialId, Number(pct.toFixed(9))]))).toEqual(
      new Map([
        ['dipropylene-glycol-dpg', 18],
        ['phenethyl-alcohol', 15],
        ['citronellol', 15],
        ['cis-3-hexenol', 2],
      ]),
    );
    expect(flat.reduce((sum, { pct }) => sum + pct, 0)).toBeCloseTo(50, 10);
  });

  it('refuses an accord that contains itself at any depth, with the path', () => {
    expect(() => flattenAccords([{ accordId: 'loop-a', pct: 1 }], accords)).toThrow(
      expect.objectContaining({ code: 'bad_input', details: { path: ['loop-a', 'loop-b', 'loop-a'] } }),
    );
  });

  it('refuses an unknown and an empty accord', () => {
    expect(() => flattenAccords([{ accordId: 'nowhere', pct: 1 }], accords)).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => flattenAccords([{ accordId: 'empty', pct: 1 }], accords)).toThrow(expect.objectContaining({ code: 'bad_input' }));
  });

  it('opens an accord that stands twice in one formula: that is no cycle', () => {
    const flat = flattenAccords(
      [
        { accordId: 'rose', pct: 1 },
        { accordId: 'rose', pct: 3 },
      ],
      accords,
    );
    expect(flat.map(({ pct }) => pct)).toEqual([3, 1]);
  });
});
