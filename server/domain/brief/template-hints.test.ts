import { expect, test } from 'vitest';
import { readGolden } from '#drizzle/seed/read-golden.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { readBrief } from './read-brief.ts';
import { templateHints } from './template-hints.ts';

const lexicon = readSeedLexicon();
const catalogue = readSeedCatalogue();
const reading = readBrief('겨울밤 데이트에 뿌릴 바닐라와 가죽, 꽃은 빼고 진하게', lexicon).reading;

test('gives 5 to 8 different hints for every golden brief, in sentences', () => {
  for (const { brief } of readGolden('tuning')) {
    const hints = templateHints(readBrief(brief, lexicon).reading, { seed: 7, catalogue });
    expect(hints.length).toBeGreaterThanOrEqual(5);
    expect(hints.length).toBeLessThanOrEqual(8);
    expect(new Set(hints).size).toBe(hints.length);
    for (const hint of hints) expect(hint).toMatch(/[.요]$/);
  }
});

test('same seed, same hints; another seed, others', () => {
  expect(templateHints(reading, { seed: 1, catalogue })).toEqual(templateHints(reading, { seed: 1, catalogue }));
  expect(templateHints(reading, { seed: 1, catalogue })).not.toEqual(templateHints(reading, { seed: 2, catalogue }));
});

test('speaks of what is asked for and of what is left out, and English on request', () => {
  const korean = templateHints(reading, { seed: 3, catalogue }).join(' ');
  expect(korean).toMatch(/바닐라/);
  expect(korean).toMatch(/꽃이 빠진 자리/);
  const english = templateHints(reading, { seed: 3, catalogue, locale: 'en' }).join(' ');
  expect(english).toMatch(/winter|table for two/);
  expect(english).not.toMatch(/[가-힣]/);
});

test('never names the brand of a reference', () => {
  const referred = readBrief('샤넬 넘버5 같은데 더 가볍게', lexicon).reading;
  expect(templateHints(referred, { seed: 5, catalogue }).join(' ')).not.toMatch(/샤넬|chanel/i);
});
