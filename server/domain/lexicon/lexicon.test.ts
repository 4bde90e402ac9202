import { expect, test } from 'vitest';
import { readSeedEntries, readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { conjugate } from './conjugate.ts';
import type { LexiconEntry } from './entry.ts';
import { takeApart, toJamo, withFinal } from './jamo.ts';
import { lintLexicon } from './lint-lexicon.ts';
import { correctTypo } from './typo-index.ts';

const lexicon = readSeedLexicon();

test('takes a syllable apart and counts its typed letters', () => {
  expect(takeApart('향')).toEqual({ initial: 18, vowel: 2, final: 21 });
  expect(takeApart('a')).toBeNull();
  expect(toJamo('꽃향')).toBe('ㄲㅗㅊㅎㅑㅇ');
  expect(withFinal('가', 'ㄴ')).toBe('간');
});

test.each([
  ['달다', { 단: 'attr', 달지: 'neg', 달고: 'and', 달아요: 'fin', 달게: 'adv', 달았으면: 'if', 답니다: 'fin', 닮: 'nom' }],
  ['가볍다', { 가벼운: 'attr', 가볍지: 'neg', 가벼우면: 'if', 가벼워서: 'so', 가볍습니다: 'fin' }],
  ['포근하다', { 포근한: 'attr', 포근해서: 'so', 포근했으면: 'if', 포근하진: 'neg' }],
  ['누르다', { 눌러: 'conn', 누르면: 'if' }],
  ['쓰다', { 써: 'conn', 쓸: 'attr', 썼던: 'attr' }],
  ['하얗다', { 하얀: 'attr', 하얘서: 'so' }],
])('conjugates %s', (lemma, forms) => {
  const conjugated = conjugate(lemma);
  for (const [surface, ending] of Object.entries(forms)) expect([surface, conjugated.get(surface)]).toEqual([surface, ending]);
});

test('corrects one wrong letter, and never a lost one in a short word', () => {
  expect(correctTypo('섬유유연재', lexicon.typos)).toBe('섬유유연제');
  expect(correctTypo('바닐나', lexicon.typos)).toBe('바닐라');
  expect(correctTypo('오일', lexicon.typos)).toBeNull();
});

test('finds every catalogue material by its Korean and English name', () => {
  for (const material of readSeedCatalogue().materials.filter(({ kind }) => kind !== 'solvent')) {
    const squeezed = material.nameKo.toLowerCase().replace(/[\s\-_'’()[\]{}·]+/g, '');
    expect([material.id, lexicon.surfaces.has(squeezed) || squeezed.length === 1]).toEqual([material.id, true]);
  }
});

test('the shipped lexicon has no fault: no form twice, families, materials and values known', () => {
  expect(lintLexicon(readSeedEntries(), readSeedCatalogue())).toEqual([]);
});

test('the linter names a form that stands twice, an unknown material, a smell without family and a value nobody knows', () => {
  const row = (id: string, change: Partial<LexiconEntry>): LexiconEntry => ({
    id,
    kind: 'family',
    forms: [id],
    families: { woody: 1 },
    intensity: 0,
    complexity: 0,
    style: null,
    value: null,
    materials: [],
    ...change,
  });
  const faults = lintLexicon(
    [
      row('a', { forms: ['나무 향'] }),
      row('b', { forms: ['나무향'] }),
      row('c', { materials: ['unobtainium'] }),
      row('d', { families: {} }),
      row('e', { kind: 'season', value: 'monsoon' }),
    ],
    readSeedCatalogue(),
  );
  expect(faults.map(({ code, entry }) => [code, entry])).toEqual([
    ['surface_twice', 'b'],
    ['unknown_material', 'c'],
    ['no_family', 'd'],
    ['unknown_value', 'e'],
  ]);
});
