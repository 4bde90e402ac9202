import { z } from 'zod';
import type { Reading, Validation, ValidationIssue } from '#domain/brief/reading.ts';
import { fenced } from '../prompts/fence.ts';
import { listOf, object, oneOf, quoted } from './gbnf.ts';
import { parseJson } from './reader.ts';

export const DOUBTS = ['lost', 'wrong', 'conflict', 'unclear'] as const;
type Doubt = (typeof DOUBTS)[number];

/** The model's word for a place, the reading's path for it, and its Korean name. */
const PLACES = {
  style: { path: 'style', ko: '스타일' },
  strength: { path: 'intensity', ko: '강도' },
  families: { path: 'notes_preference', ko: '향 계열' },
  lessen: { path: 'reduce_families', ko: '줄일 계열' },
  never: { path: 'exclude_families', ko: '뺄 계열' },
  wanted: { path: 'include_ingredients', ko: '넣을 원료' },
  refused: { path: 'exclude_ingredients', ko: '뺄 원료' },
  season: { path: 'season', ko: '계절' },
  occasion: { path: 'occasion', ko: '자리' },
  wearer: { path: 'wearer', ko: '쓰는 사람' },
  trail: { path: 'sillage', ko: '확산' },
} as const;
type Place = keyof typeof PLACES;
const PLACE_NAMES = Object.keys(PLACES) as Place[];

const SENTENCE: Readonly<Record<Doubt, (place: string) => { ko: string; en: string }>> = {
  lost: (place) => ({ ko: `${place}에서 빠뜨린 바람이 있을 수 있어요.`, en: `a wish about ${place} may be missing` }),
  wrong: (place) => ({ ko: `${place}을(를) 브리프와 다르게 읽었을 수 있어요.`, en: `${place} may not be what the brief says` }),
  conflict: (place) => ({ ko: `${place}에 서로 어긋나는 바람이 있어요.`, en: `wishes about ${place} exclude each other` }),
  unclear: (place) => ({ ko: `${place}은(는) 두 가지로 읽힐 수 있어요.`, en: `${place} can be read in two ways` }),
};

const MOST_DOUBTS = 4;
export const ValidatorWords = z.strictObject({
  d: z.array(z.templateLiteral([z.enum(DOUBTS), ':', z.enum(PLACE_NAMES)])).max(MOST_DOUBTS),
});
export type ValidatorWords = z.infer<typeof ValidatorWords>;

export function validatorGrammar(): string {
  const doubts = DOUBTS.flatMap((doubt) => PLACE_NAMES.map((place) => `${doubt}:${place}`));
  return `root ::= ${object({ d: listOf('doubt', MOST_DOUBTS) })}\ndoubt ::= ${quoted(oneOf(doubts))}\n`;
}

/** The brief in its fence, then what was read, in words only. */
export function validatorPrompt(brief: string, reading: Reading): string {
  const families = Object.entries(reading.notes_preference)
    .sort(([, a], [, b]) => b - a)
    .map(([family]) => family);
  const lines = [
    `style: ${reading.style}`,
    `families: ${families.join(', ') || '-'}`,
    `lessen: ${reading.reduce_families.join(', ') || '-'}`,
    `never: ${reading.exclude_families.join(', ') || '-'}`,
    `wanted: ${reading.include_ingredients.join(', ') || '-'}`,
    `refused: ${reading.exclude_ingredients.join(', ') || '-'}`,
    `season: ${reading.season.join(', ') || '-'}`,
    `occasion: ${reading.occasion.join(', ') || '-'}`,
    `wearer: ${reading.wearer ?? '-'}`,
    `trail: ${reading.sillage ?? '-'}`,
  ];
  return `${fenced(brief)}\n${lines.join('\n')}`;
}

export function parseValidatorWords(text: string): ValidatorWords | null {
  return parseJson(ValidatorWords, text);
}

/** The rules' validation with the model's doubts added as warnings. A model can add doubts; it can never take a finding away. */
export function withDoubts(rules: Validation, words: ValidatorWords): Validation {
  const issues = [...new Set(words.d)].map((word): ValidationIssue => {
    const [doubt, place] = word.split(':') as [Doubt, Place];
    const { ko } = SENTENCE[doubt](PLACES[place].ko);
    const { en } = SENTENCE[doubt](place);
    return { code: `doubt_${doubt}`, severity: 'warning', path: PLACES[place].path, message_ko: ko, message_en: en };
  });
  return { ...rules, issues: [...rules.issues, ...issues], by: [...new Set([...rules.by, 'mistral' as const])] };
}
