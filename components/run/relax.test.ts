import { describe, expect, test } from 'vitest';
import { refusalOf } from './relax.ts';

describe('an infeasible run', () => {
  test('names the cause that removed the most and the way out', () => {
    const details = { causes: { law: 0.05, cost: 0.71, excluded_family: 0.12 }, relax: { kind: 'cost_cap', krw_kg: 31_000 } };
    expect(refusalOf(details)).toEqual({ strictest: { cause: 'cost', pct: 71 }, relax: { kind: 'cost_cap', krw_kg: 31_000 } });
  });

  test('offers the way out without a cause when none was counted', () => {
    expect(refusalOf({ causes: {}, relax: { kind: 'fewer_wishes' } })).toEqual({ strictest: null, relax: { kind: 'fewer_wishes' } });
  });

  test('says nothing about details it does not know', () => {
    expect(refusalOf(undefined)).toBeNull();
    expect(refusalOf({ causes: { weather: 1 }, relax: { kind: 'pray' } })).toBeNull();
  });
});
