import type { Surface } from '../lexicon/build-lexicon.ts';
import type { Ending } from '../lexicon/conjugate.ts';
import type { EntryKind, LexiconEntry } from '../lexicon/entry.ts';
import type { Quantity } from './numbers.ts';
import type { Token } from './segment.ts';

/** A word of the brief with what leans on it: particles, 하다 or 이다, and 향/느낌 after it. */
export interface Word {
  readonly kind: EntryKind | 'quantity' | 'mark' | 'unknown';
  readonly entry: LexiconEntry | null;
  /** The entry's value; for marks the character. */
  readonly value: string;
  /** How it stands when it is a predicate; null for a noun. */
  readonly ending: Ending | null;
  /** A noun made a predicate by 이다. */
  readonly copula: boolean;
  readonly particles: readonly string[];
  /** 향, 냄새 or 느낌 follows: the word is meant as a smell. */
  readonly scented: boolean;
  readonly quantity: Quantity | null;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly spaced: boolean;
  readonly latin: boolean;
  readonly corrected: boolean;
}

export const SMELL_KINDS: ReadonlySet<string> = new Set(['family', 'material', 'texture', 'mood', 'scene', 'brand']);
const LEANING = new Set(['ha', 'be', 'become']);

/** Joins tokens into words. */
export function joinWords(tokens: readonly Token[]): Word[] {
  const words: Word[] = [];
  for (const [i, token] of tokens.entries()) {
    const last = words.at(-1);
    if (token.kind === 'particle') {
      if (last && last.kind !== 'mark' && last.end === token.start)
        words[words.length - 1] = { ...last, particles: [...last.particles, token.text], end: token.end };
      else words.push(wordOf(token, null));
      continue;
    }
    const surface = chooseSurface(token, tokens[i - 1], tokens[i + 1], words);
    if (surface && last && leansOn(last, surface, token)) {
      words[words.length - 1] = {
        ...last,
        ending: surface.ending,
        copula: surface.entry.value === 'be',
        end: token.end,
        text: last.text + token.text,
      };
      continue;
    }
    if (
      surface?.entry.kind === 'filler' &&
      surface.entry.value !== 'pause' &&
      surface.entry.value !== 'thing' &&
      last &&
      canBeScented(last)
    ) {
      words[words.length - 1] = { ...last, particles: [], scented: last.scented || surface.entry.value === 'smell', end: token.end };
      continue;
    }
    words.push(wordOf(token, surface));
  }
  return words;
}

/** 하다/되다/이다 make a predicate of the noun or root before them. */
function leansOn(last: Word, surface: Surface, token: Token): boolean {
  if (surface.entry.kind !== 'verb' || !LEANING.has(surface.entry.value ?? '')) return false;
  if (last.kind === 'mark' || last.ending !== null) return false;
  if (surface.entry.value === 'be') return last.kind !== 'conj' && last.kind !== 'degree' && last.end === token.start;
  if (last.kind === 'degree' || last.kind === 'cue' || last.kind === 'conj' || last.kind === 'filler' || last.kind === 'quantity')
    return false;
  return last.particles.length === 0 && !last.scented && (!token.spaced || last.kind !== 'word');
}

function canBeScented(last: Word): boolean {
  const contents =
    SMELL_KINDS.has(last.kind) ||
    ['season', 'wearer', 'occasion', 'strength', 'structure', 'slot', 'wish', 'unknown', 'sillage'].includes(last.kind);
  return contents && last.ending === null && (last.particles.length === 0 || (last.particles.length === 1 && last.particles[0] === '의'));
}

/** Picks the meaning of a form with several, by its neighbours. */
function chooseSurface(token: Token, before: Token | undefined, after: Token | undefined, words: readonly Word[]): Surface | null {
  const choices = token.surfaces;
  const [first] = choices;
  if (!first) return null;
  const next = after?.surfaces[0];
  const haFollows = next?.entry.kind === 'verb' && next.entry.value === 'ha' && after?.spaced === false;
  const near = choices.find((surface) => surface.entry.value === 'near-smell');
  if (near) {
    const others = choices.filter((surface) => surface !== near);
    if (haFollows) return others.find((surface) => surface.pos === 'root') ?? others[0] ?? null;
    const smellNext = next?.entry.kind === 'filler' && next.entry.value === 'smell';
    const listed =
      neighbourIsMaterial(before, words) ||
      (after?.kind === 'mark' && after.text === ',') ||
      (after?.kind === 'particle' && /^(?:랑|이랑|와|과)$/.test(after.text));
    if (smellNext || listed) return near;
    return others[0] ?? null;
  }
  if (haFollows) return choices.find((surface) => surface.pos === 'root') ?? first;
  // 장미는 됐고: "enough of it" after a topic, "become" elsewhere.
  const enough = choices.find((surface) => surface.entry.value === 'drop' && surface.pos === 'predicate');
  if (enough && first.entry.value === 'become') return before?.kind === 'particle' && /^[은는도]$/.test(before.text) ? enough : first;
  const predicate = choices.find((surface) => surface.pos === 'predicate');
  if (predicate && isGrammar(first) && first.entry.value !== 'than' && first.entry.value !== 'instead') {
    // 나는, 단, 아니면: a small word at the head of its clause, a predicate after a noun.
    const opens = before === undefined || before.kind === 'mark';
    const tied = first.entry.value !== 'or' || before?.kind === 'particle';
    const heads = after?.surfaces[0]?.entry.kind === 'filler' && after.surfaces[0].entry.value !== 'pause' && first.entry.kind === 'conj';
    if ((!opens && tied) || heads) return predicate;
  }
  return first;
}

const isGrammar = ({ entry }: Surface): boolean =>
  entry.kind === 'conj' || entry.kind === 'word' || (entry.kind === 'filler' && entry.value === 'pause');

function neighbourIsMaterial(before: Token | undefined, words: readonly Word[]): boolean {
  if (before?.kind === 'mark' && before.text !== ',') return false;
  const last = words.at(-1)?.kind === 'mark' ? words.at(-2) : words.at(-1);
  return last?.kind === 'material' && last.ending === null;
}

function wordOf(token: Token, surface: Surface | null): Word {
  const entry = surface?.entry ?? null;
  return {
    kind: token.kind === 'word' ? (entry?.kind ?? 'unknown') : token.kind === 'particle' ? 'unknown' : token.kind,
    entry,
    value: token.kind === 'mark' ? token.text : (entry?.value ?? ''),
    ending: surface?.ending ?? null,
    copula: false,
    particles: [],
    scented: false,
    quantity: token.quantity,
    text: token.text,
    start: token.start,
    end: token.end,
    spaced: token.spaced,
    latin: /^[a-z]/.test(token.text),
    corrected: token.corrected !== null,
  };
}
