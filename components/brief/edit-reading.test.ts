import { describe, expect, test } from 'vitest';
import { PLAIN_READING } from '#domain/brief/plain-reading.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { changeCostCap, changeProduct, changeShare, removeExcluded, withoutFamily } from './edit-reading.ts';

const reading: Reading = {
  ...PLAIN_READING,
  style: 'fresh',
  notes_preference: { citrus: 0.5, floral: 0.3, musk: 0.2 },
  reduce_families: ['floral'],
  exclude_families: ['smoky'],
  exclude_ingredients: ['indole'],
};

describe('a reading corrected by hand', () => {
  test('raising citrus from .5 to .6 shrinks floral and musk in proportion: .3 and .2 become .24 and .16', () => {
    const { notes_preference } = changeShare(reading, 'citrus', 0.6);
    expect(notes_preference.citrus).toBeCloseTo(0.6, 12);
    expect(notes_preference.floral).toBeCloseTo(0.24, 12);
    expect(notes_preference.musk).toBeCloseTo(0.16, 12);
  });

  test('excluding floral takes its share and its wish for less away', () => {
    const without = withoutFamily(reading, 'floral');
    expect(without.notes_preference.floral).toBeUndefined();
    expect(without.notes_preference.citrus).toBeCloseTo(5 / 7, 12);
    expect(without.exclude_families).toEqual(['smoky', 'floral']);
    expect(without.reduce_families).toEqual([]);
  });

  test('the only wanted family cannot be excluded', () => {
    const single = { ...reading, notes_preference: { citrus: 1 } };
    expect(withoutFamily(single, 'citrus')).toBe(single);
  });

  test('wanting an excluded family again lifts its exclusion', () => {
    expect(changeShare(reading, 'smoky', 0.1).exclude_families).toEqual([]);
    expect(removeExcluded(reading, 'indole').exclude_ingredients).toEqual([]);
  });

  test('a shampoo is category 9', () => {
    expect(changeProduct(reading, 'shampoo').ifra_category).toBe('9');
  });

  test('an emptied or zero price cap means no cap', () => {
    expect(changeCostCap(reading, 60_000).cost_cap).toEqual({ value: 60_000, unit: 'KRW/kg' });
    expect(changeCostCap(reading, Number.NaN).cost_cap).toBeNull();
    expect(changeCostCap(reading, 0).cost_cap).toBeNull();
  });
});
