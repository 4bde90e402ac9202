import { expect, test } from 'vitest';
import { BRIEF_FAULTS, checkBrief } from './check-brief.ts';

test('accepts 1 to 2,000 code points, trimmed and in NFC', () => {
  expect(checkBrief('  꽃  ')).toEqual({ ok: true, brief: '꽃' });
  expect(checkBrief('꽃'.repeat(2000)).ok).toBe(true);
  expect(checkBrief('꽃'.normalize('NFD'))).toEqual({ ok: true, brief: '꽃' });
  expect(checkBrief(`장미 ${'🌹'.repeat(1000)}`).ok).toBe(true);
});

test.each([
  ['empty', '   \n '],
  ['too_long', '꽃'.repeat(2001)],
  ['control_characters', '장미\u0000향'],
  ['control_characters', '장미\u0007향'],
  ['broken_unicode', '장미\ud800향'],
  ['only_symbols', '🌹🌹!!'],
  ['other_language', 'バラの香り'],
  ['other_language', 'аромат розы'],
  ['no_words', 'ㅠㅠㅠ'],
  ['no_words', '1234'],
])('refuses as %s', (code, brief) => {
  expect(checkBrief(brief)).toMatchObject({ ok: false, code });
});

test('every fault has its own Korean sentence that says what to do', () => {
  const texts = ['', '꽃'.repeat(2001), '꽃\u0001', '\udc00꽃', '🌹', 'バラ', 'ㅋㅋ'].map((brief) => {
    const checked = checkBrief(brief);
    return checked.ok ? '' : checked.messageKo;
  });
  expect(new Set(texts).size).toBe(BRIEF_FAULTS.length);
  for (const text of texts) expect(text).toMatch(/세요\.$/);
});
