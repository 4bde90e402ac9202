import { z } from 'zod';
import { OCCASIONS, SEASONS, SILLAGES, WEARERS } from '#domain/brief/reading.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { FAMILIES, STYLES } from '#domain/ingredient/family.ts';
import { Family } from '#domain/ingredient/family-schema.ts';
import type { Mode } from '#domain/run/mode.ts';
import { fenced } from '../prompts/fence.ts';
import { READER_MODE_LINE } from '../prompts/reader.ts';
import { listOf, object, oneOf, quoted } from './gbnf.ts';

export const STRENGTHS = ['faint', 'soft', 'medium', 'strong', 'bold'] as const;
export const COMPLEXITIES = ['simple', 'medium', 'rich'] as const;
const NOT_SAID = '-';

/**
 * What a reading model may say. There is nothing here that decides a limit, a dose or a price: product, strength class
 * and every number come from the rules alone.
 */
export const ReaderWords = z.strictObject({
  s: z.enum([...STYLES, NOT_SAID]),
  i: z.enum([...STRENGTHS, NOT_SAID]),
  c: z.enum([...COMPLEXITIES, NOT_SAID]),
  m: z.array(Family).max(6),
  l: z.array(Family).max(4),
  n: z.array(Family).max(4),
  w: z.array(z.string()).max(6),
  a: z.array(z.string()).max(6),
  y: z.array(z.enum(SEASONS)).max(4),
  o: z.array(z.enum(OCCASIONS)).max(4),
  g: z.enum([...WEARERS, NOT_SAID]),
  r: z.enum([...SILLAGES, NOT_SAID]),
});
export type ReaderWords = z.infer<typeof ReaderWords>;

export const NOTHING_SAID: ReaderWords = { s: '-', i: '-', c: '-', m: [], l: [], n: [], w: [], a: [], y: [], o: [], g: '-', r: '-' };

export function readerGrammar(catalogue: Catalogue): string {
  const choice = (words: readonly string[]): string => quoted(oneOf(words));
  const root = object({
    s: choice([...STYLES, NOT_SAID]),
    i: choice([...STRENGTHS, NOT_SAID]),
    c: choice([...COMPLEXITIES, NOT_SAID]),
    m: listOf('family', 6),
    l: listOf('family', 4),
    n: listOf('family', 4),
    w: listOf('material', 6),
    a: listOf('material', 6),
    y: listOf(choice(SEASONS), 4),
    o: listOf(choice(OCCASIONS), 4),
    g: choice([...WEARERS, NOT_SAID]),
    r: choice([...SILLAGES, NOT_SAID]),
  });
  return `root ::= ${root}\nfamily ::= ${choice(FAMILIES)}\nmaterial ::= ${choice(catalogue.materials.map(({ id }) => id))}\n`;
}

/** The user turn: what the mode asks, then the brief in its fence. */
export function readerPrompt(brief: string, mode: Mode): string {
  return `${READER_MODE_LINE[mode]}\n${fenced(brief)}`;
}

/** The words of an answer, or null when it is not one: the grammar is trusted for shape and for nothing else. */
export function parseReaderWords(text: string): ReaderWords | null {
  return parseJson(ReaderWords, text);
}

export function parseJson<T>(schema: z.ZodType<T>, text: string): T | null {
  // jsonb refuses NUL and lone surrogates, and both can come out of a byte-level vocabulary.
  if (text.includes('\0') || text.includes('\\u0000') || !text.isWellFormed()) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : null;
}
