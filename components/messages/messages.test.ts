import { describe, expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };

/** Every sentence with its key. */
function sentences(messages: object, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : sentences(value, `${prefix}${key}.`),
  );
}

/** Names of the values a sentence wants filled in. */
function holes(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{\s*(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}

const korean = sentences(ko);
const english = new Map(sentences(en));

describe('the words of the screens', () => {
  test('stand in both languages, with the same values to fill in', () => {
    expect(korean.map(([key]) => key)).toEqual([...english.keys()]);
    const different = korean.filter(([key, sentence]) => holes(sentence).join() !== holes(english.get(key) ?? '').join());
    expect(different).toEqual([]);
  });

  test('have balanced braces, so that ICU can read them', () => {
    for (const [key, sentence] of [...korean, ...english]) {
      let depth = 0;
      for (const letter of sentence) {
        depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
        expect(depth, key).toBeGreaterThanOrEqual(0);
      }
      expect(depth, key).toBe(0);
    }
  });

  test('never hang a Korean particle on a filled-in value', () => {
    expect(korean.filter(([, sentence]) => /\}(을|를|이|가|은|는|와|과|으로|로)(?![가-힣])/.test(sentence))).toEqual([]);
  });

  test('speak 해요체, without shouting', () => {
    expect(korean.filter(([, sentence]) => /합니다|습니다|하십시오|시겠습니까|!/.test(sentence))).toEqual([]);
  });
});
