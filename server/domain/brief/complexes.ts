import type { Ending } from '../lexicon/conjugate.ts';
import type { Word } from './words.ts';

/** A predicate with everything that counts its negations: 안 … 지 않았으면, …면 안 돼요, …어도 괜찮아요. */
export interface Complex {
  /** Index of the first word, adverbs in front included. */
  readonly first: number;
  readonly head: number;
  /** Index of the last word. */
  readonly last: number;
  /** The verb's class, `describe` for a describing word, `be` for a noun with 이다. */
  readonly verb: string;
  /** Odd count of negations, the verb's own sense included (싫다, 빼다, 없다). */
  readonly negative: boolean;
  /** Negations written in the brief, the verb's own not counted. */
  readonly negations: number;
  readonly ending: Ending;
  /** …어도 돼요: allowed, not wanted. */
  readonly optional: boolean;
  /** 덜. */
  readonly less: boolean;
  /** 너무, 지나치게. */
  readonly excess: boolean;
  /** 전혀, 절대, 하나도. */
  readonly hard: boolean;
}

const NEGATIVE_VERBS: ReadonlySet<string> = new Set(['absent', 'drop', 'dislike', 'isnt', 'stop']);
const HELPERS = /^(?:주|줘|줬|줄|준|보|봐|봤|두|놓|있|계|드리|드려|가지|싶|해|하|오|와|왔|갔|간|가는)/;

/** Every predicate complex, left to right; they never overlap. */
export function findComplexes(words: readonly Word[]): Complex[] {
  const found: Complex[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || (word.ending === null && word.kind !== 'verb')) continue;
    if (word.kind === 'degree' || word.kind === 'cue' || word.kind === 'conj') continue;
    const complex = readComplex(words, i, (found.at(-1)?.last ?? -1) + 1);
    found.push(complex);
    i = complex.last;
  }
  return found.filter((complex, i) => !isConcord(complex, found[i + 1], words));
}

function readComplex(words: readonly Word[], head: number, from: number): Complex {
  const word = words[head];
  let negations = 0;
  let optional = false;
  let last = head;
  for (;;) {
    const current = words[last];
    const ending = current?.ending ?? 'and';
    const step = nextVerb(words, last);
    if (!step) break;
    const { at, denied } = step;
    const verb = words[at]?.value ?? '';
    const text = words[at]?.text ?? '';
    if (ending === 'neg' && (verb === 'not' || verb === 'stop' || (denied && verb === 'neutral'))) negations++;
    else if (
      (ending === 'conn' || ending === 'adv') &&
      (verb === 'ha' || verb === 'become' || ((verb === 'neutral' || verb === 'exist') && HELPERS.test(text)))
    )
      negations += denied ? 1 : 0;
    else if (ending === 'and' && text.startsWith('싶')) negations += denied ? 1 : 0;
    else if (ending === 'if' && verb === 'drop' && /^안[되돼됨됩될된됐]/.test(text)) negations++;
    else if (ending === 'if' && verb === 'miss') negations++;
    else if (ending === 'if' && verb === 'become') negations += denied ? 1 : 0;
    else if (ending === 'if' && (verb === 'ha' || (verb === 'like' && !denied && words[at]?.ending === 'fin'))) negations += 0;
    else if (
      (ending === 'even' || ending === 'but') &&
      current?.ending === 'even' &&
      (verb === 'become' || verb === 'like' || verb === 'nofuss')
    )
      optional = true;
    else break;
    last = at;
  }
  // 남성적이지도 여성적이지도 않은: the first of a pair waits for the denial of the second.
  if (words[last]?.ending === 'neg' && words[last]?.text.endsWith('지도')) negations++;
  let first = head;
  let less = false;
  let excess = false;
  let hard = false;
  for (let j = head - 1; j >= from; j--) {
    const adverb = words[j];
    if (adverb?.kind === 'cue' && (adverb.value === 'an' || adverb.value === 'mot')) negations++;
    else if (adverb?.kind !== 'degree' || adverb.value.endsWith('<') || adverb.value.startsWith('times') || adverb.particles.length > 0)
      break;
    else if (adverb.value === 'less') less = true;
    else if (adverb.value === 'excess') excess = true;
    else if (adverb.value === 'none') hard = true;
    first = j;
  }
  const verb = word?.kind === 'verb' ? word.value : word?.copula ? 'be' : 'describe';
  const odd = (negations + (NEGATIVE_VERBS.has(verb) ? 1 : 0)) % 2 === 1;
  return { first, head, last, verb, negative: odd, negations, ending: words[last]?.ending ?? 'and', optional, less, excess, hard };
}

/** The next verb after a word, with only adverbs between; `denied` when 안 or 못 is among them. */
function nextVerb(words: readonly Word[], from: number): { at: number; denied: boolean } | null {
  let denied = false;
  for (let at = from + 1; at < words.length && at <= from + 3; at++) {
    const word = words[at];
    if (word?.kind === 'verb') return { at, denied };
    if (word?.kind === 'cue' && (word.value === 'an' || word.value === 'mot')) denied = true;
    else if (word?.kind !== 'degree') return null;
  }
  return null;
}

/** 별로 안 좋아해요: 별로 only agrees with the negation that follows. */
function isConcord(complex: Complex, next: Complex | undefined, words: readonly Word[]): boolean {
  const word = words[complex.head];
  return (
    word !== undefined &&
    /^별[로루]$/.test(word.text) &&
    word.ending === null &&
    next !== undefined &&
    next.first <= complex.last + 2 &&
    next.negations > 0
  );
}
