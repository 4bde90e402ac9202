import type { LexiconEntry } from '../lexicon/entry.ts';
import { SMELL_KINDS, type Word } from './words.ts';

/** One thing the brief names, and what the brief says about it. */
export interface Mention {
  readonly word: Word;
  /** Index among the words. */
  readonly at: number;
  readonly entry: LexiconEntry;
  readonly smell: boolean;
  /** Degree words multiply it. */
  weight: number;
  /** Negations flip it. */
  wanted: boolean;
  /** Named as too much: allowed, less than usual. */
  reduced: boolean;
  /** An unwanted mention that may stay a little: 너무 X지 않은, 덜 X, X보다. */
  soft: boolean;
  slot: 'top' | 'middle' | 'base' | null;
  /** Share asked for, %. */
  sharePct: number | null;
  /** 너무, 과하게 stands before it. */
  excess: boolean;
  /** A strength word said of it: the whole perfume takes less of it. */
  bound: boolean;
  /** Comes from the words that set the perfume apart from: 더 X하게. */
  relative: boolean;
  /** A describing word stands before it: 활짝 핀 꽃, 싸구려 비누. */
  qualified: boolean;
  /** Named only as the reason for something else: neither wanted nor refused. */
  aside: boolean;
  /** How strong a longevity or diffusion word is said to be. */
  said: 'weak' | 'some' | 'strong' | null;
  /** Negated or weakened by something: its evidence is the pair. */
  cue: number | null;
}

const GRAMMAR = new Set(['verb', 'cue', 'conj', 'degree', 'filler', 'word', 'mark', 'quantity', 'unknown']);

export function findMentions(words: readonly Word[]): Mention[] {
  const mentions: Mention[] = [];
  for (const [at, word] of words.entries()) {
    if (!word.entry || GRAMMAR.has(word.kind)) continue;
    mentions.push({
      word,
      at,
      entry: word.entry,
      smell: SMELL_KINDS.has(word.kind),
      weight: tellsTime(word) ? TIME_OF_DAY : 1,
      wanted: true,
      reduced: false,
      soft: false,
      slot: null,
      sharePct: null,
      excess: false,
      bound: false,
      relative: false,
      qualified: isQualified(words, at),
      aside: false,
      said: null,
      cue: null,
    });
  }
  return mentions;
}

/** What a time of day ("아침에 뿌리고") still says about the smell. */
const TIME_OF_DAY = 0.15;

function tellsTime(word: Word): boolean {
  return word.entry?.id === 'dawn' && word.particles.some((particle) => particle === '에' || particle === '엔' || particle === '에는');
}

function isQualified(words: readonly Word[], at: number): boolean {
  const before = words[at - 1];
  return before?.ending === 'attr' || (before?.entry?.value === 'bad-quality' && before.ending === null);
}
