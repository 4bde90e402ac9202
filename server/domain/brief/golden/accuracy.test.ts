import { expect, it } from 'vitest';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readingAccuracy } from './accuracy.ts';
import { Expectation } from './expectation.ts';

const brief = '바닐라는 빼고 여름 시트러스 향수';

it('the accuracy of reading is the share of expectations met, and of briefs that met all of theirs', () => {
  const right = Expectation.parse({ season: ['summer'] });
  const half = Expectation.parse({ season: ['summer'], product: 'candle' });
  expect(readingAccuracy([{ brief, expected: right }], readSeedLexicon())).toEqual({ assertions: 1, briefs: 1 });
  const two = [right, half].map((expected) => ({ brief, expected }));
  expect(readingAccuracy(two, readSeedLexicon())).toEqual({ assertions: 2 / 3, briefs: 0.5 });
});
