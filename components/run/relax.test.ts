import { describe, expect, test } from 'vitest';
import { causesOf } from './relax.ts';

describe('causes of an infeasible run', () => {
  test('a list with percentages comes strictest first', () => {
    const causes = [
      { cause: 'exclude_families', pct: 12 },
      { cause: 'cost_cap', pct: 71 },
    ];
    expect(causesOf({ causes }).map(({ cause }) => cause)).toEqual(['cost_cap', 'exclude_families']);
  });

  test('shares of 1 become per cent', () => {
    expect(causesOf({ causes: { cost_cap: 0.71 } })).toEqual([{ cause: 'cost_cap', pct: 71 }]);
    expect(causesOf({ causes: [{ cause: 'cost_cap', share: 0.5 }] })).toEqual([{ cause: 'cost_cap', pct: 50 }]);
  });

  test('without details there is no cause, not a guess', () => {
    expect(causesOf(undefined)).toEqual([]);
    expect(causesOf({ causes: 3 })).toEqual([]);
  });
});
