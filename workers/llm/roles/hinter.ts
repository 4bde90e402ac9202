import { z } from 'zod';
import type { Reading } from '#domain/brief/reading.ts';
import { fenced } from '../prompts/fence.ts';
import { HINTER_SYSTEM } from '../prompts/hinter.ts';
import { object, quoted } from './gbnf.ts';
import { parseJson } from './reader.ts';

export const FEWEST_HINTS = 5;
export const MOST_HINTS = 8;
const SHORTEST = 8;
const LONGEST = 60;
/** So many letters of the prompt in a row are the prompt, not a hint. */
const LEAK_LENGTH = 24;

const HinterWords = z.strictObject({ h: z.array(z.string()).min(FEWEST_HINTS).max(MOST_HINTS) });

/** Korean and Latin letters with light punctuation. No digit and no percent sign can be said: numbers are computed. */
export function hinterGrammar(): string {
  const list = `"[" hint ("," hint){${FEWEST_HINTS - 1},${MOST_HINTS - 1}} "]"`;
  return `root ::= ${object({ h: list })}\nhint ::= ${quoted(`letter{${SHORTEST},${LONGEST}}`)}\nletter ::= [가-힣a-zA-Z ,.·-]\n`;
}

export function hinterPrompt(brief: string, reading: Reading): string {
  const families = Object.entries(reading.notes_preference)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([family]) => family);
  const never = [...reading.exclude_families, ...reading.exclude_ingredients];
  return `${fenced(brief)}\nstyle: ${reading.style}\nfamilies: ${families.join(', ')}\nnever: ${never.join(', ') || '-'}`;
}

/** The hints of an answer that can be shown as plain text, or null when fewer than five are left. */
export function parseHints(text: string): string[] | null {
  const words = parseJson(HinterWords, text);
  if (!words) return null;
  const hints = [...new Set(words.h.map(showableHint))].filter((hint) => hint !== null);
  return hints.length >= FEWEST_HINTS ? hints : null;
}

/** A hint as it may be shown, or null: too short to say anything, or a piece of the prompt. */
export function showableHint(text: string): string | null {
  const hint = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return hint.length >= SHORTEST && !leaksPrompt(hint) ? hint : null;
}

function leaksPrompt(hint: string): boolean {
  for (let at = 0; at + LEAK_LENGTH <= hint.length; at++) {
    if (HINTER_SYSTEM.includes(hint.slice(at, at + LEAK_LENGTH))) return true;
  }
  return false;
}
