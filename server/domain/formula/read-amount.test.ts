import { describe, expect, it } from 'vitest';
import { readAmount } from './read-amount.ts';

describe('amounts as people in Korea write them', () => {
  for (const [text, amount] of [
    ['12.5', 12.5],
    ['1,234.5', 1234.5],
    ['12,345,678', 12345678],
    ['１２．５ ％', 12.5],
    ['0.5퍼센트', 0.5],
    ['30 프로', 30],
    ['0점5', 0.5],
    ['1만 2천', 12000],
    ['3.5천', 3500],
    ['천', 1000],
    ['2만원', 20000],
    ['1만 2천 5백 3', 12503],
    ['500원', 500],
    ['-3', -3],
  ] as const) {
    it(`reads ${text} as ${amount}`, () => expect(readAmount(text)).toBe(amount));
  }

  for (const text of ['0,5', '1,5', '1,23', ',5', '12,34,567']) {
    it(`refuses ${text} instead of guessing whether the comma is a decimal point`, () =>
      expect(readAmount(text)).toHaveProperty('problem'));
  }

  for (const text of ['', 'abc', '1.2.3', 'NaN', 'Infinity', '5 줄']) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(readAmount(text)).toHaveProperty('problem'));
  }
});
