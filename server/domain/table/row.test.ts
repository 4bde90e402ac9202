import { describe, expect, it } from 'vitest';
import { isCas, parseNumber, RowReader } from './row.ts';

describe('row reader', () => {
  it('names file, row and column of a cell it cannot read', () => {
    const row = new RowReader('ifra51.csv row 7', { pct: '1,5' });
    expect(() => row.number('pct')).toThrow('ifra51.csv row 7, column pct: cannot read "1,5"');
  });

  it('refuses a table that has grown a column', () => {
    const row = new RowReader('x.csv row 2', { a: '1', b: '2' });
    row.number('a');
    expect(() => row.done()).toThrow('column b');
  });

  it('reads plain decimals only', () => {
    expect(parseNumber('1e-3')).toBe(0.001);
    for (const text of ['', 'NR', '0x10', '1,000', 'Infinity', '5 %']) expect(parseNumber(text)).toBeNull();
  });

  it('checks the CAS check digit', () => {
    expect(isCas('5989-27-5')).toBe(true); // d-limonene
    expect(isCas('5989-27-6')).toBe(false);
  });
});
