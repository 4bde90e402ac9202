import { describe, expect, test } from 'vitest';
import type { MaterialCard } from '../ingredient/materials.ts';
import { familiesOf, pyramidOf } from './pyramid.ts';

const cards: Record<string, MaterialCard> = {
  Limonene: { id: 'limonene', name: 'Limonene', nameKo: '리모넨', note: 'top', families: { citrus: 1 } },
  Hedione: { id: 'hedione', name: 'Hedione', nameKo: '헤디온', note: 'middle', families: { floral: 0.75, citrus: 0.25 } },
  Musk: { id: 'musk', name: 'Musk', nameKo: '머스크', note: 'base', families: { musk: 2 } },
};
const lines = [
  { ingredient: 'Limonene', cas: '5989-27-5', pct: 30 },
  { ingredient: 'Hedione', cas: '24851-98-7', pct: 40 },
  { ingredient: 'Musk', cas: '1222-05-5', pct: 20 },
  { ingredient: 'My own base', cas: '0-00-0', pct: 10 },
];

describe('the pyramid of a formula', () => {
  const tiers = pyramidOf(lines, (name) => cards[name]);

  test('counts each material in its note with its mass, and a stranger nowhere', () => {
    expect(tiers.map(({ note, share }) => [note, share])).toEqual([
      ['top', 0.3],
      ['middle', 0.4],
      ['base', 0.2],
    ]);
  });

  test('splits a material over its families by weight: hedione 40 % is floral 30 % and citrus 10 %', () => {
    expect(tiers[1]?.families).toEqual([
      { family: 'citrus', share: 0.1 },
      { family: 'floral', share: 0.3 },
    ]);
  });

  test('adds the tiers up, largest family first: citrus 30 % + 10 %, floral 30 %, musk 20 %', () => {
    expect(familiesOf(tiers).map(({ family, share }) => [family, Number(share.toFixed(6))])).toEqual([
      ['citrus', 0.4],
      ['floral', 0.3],
      ['musk', 0.2],
    ]);
  });
});
