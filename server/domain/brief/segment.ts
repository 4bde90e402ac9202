import { type Lexicon, LONGEST_SURFACE, type Surface } from '../lexicon/build-lexicon.ts';
import { correctTypo } from '../lexicon/typo-index.ts';
import type { BriefText } from './normalise.ts';
import { findQuantities, type Quantity } from './numbers.ts';

/** A piece of the folded brief. */
export interface Token {
  readonly kind: 'word' | 'particle' | 'quantity' | 'mark' | 'unknown';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly spaced: boolean;
  readonly surfaces: readonly Surface[];
  readonly quantity: Quantity | null;
  /** Read as this surface although written differently by one jamo. */
  readonly corrected: string | null;
}

const PARTICLES = new Set(
  '은 는 이 가 을 를 의 에 에서 에는 에선 엔 에도 로 으로 로는 으로는 론 으론 로도 으로도 와 과 랑 이랑 도 만 까지 까지는 까진 부터 마다 이나 나 에게 한테 께 며 이며 로서 으로서 로써 으로써 라도 이라도 밖에 조차 마저 대로 만큼 뿐 만은 만을 요 이요 용 들 들이 들은 들을 씩 째 님 네 쪽 쪽은 쪽이 쪽으로 쯤 정도 정도로 정도만 정도는 걸로 거로 것으로 라는 이라는 란 이란 라든가 이라든가 라던가 이라던가 든 든지 이든 이든지 인가 적 적으로 적이고 까지도 s'.split(
    ' ',
  ),
);

/** Characters of the longest particle. */
const MOST_PARTICLE = 5;

/** What the last token was, for the price of what may follow it. */
const START = 0;
const NOUN = 1;
const SHORT_NOUN = 2;
const PREDICATE = 3;
const PARTICLE = 4;
const ADVERB = 5;
const UNKNOWN = 6;
const CLASSES = 7;

const ADVERB_KINDS = new Set(['degree', 'cue', 'conj', 'word']);
/** Verbs that lean on the noun before them: 우디+한, 여성+스러운, 머스크+인. */
const LEANING = new Set(['ha', 'be', 'become']);

/**
 * Cuts the folded brief into known words, particles, numbers and unknown stretches: the cheapest path through all readings
 * (Viterbi). Long known words win; a word inside another word pays; lost and added spaces cost little.
 */
export function segment(text: BriefText, lexicon: Lexicon): Token[] {
  const quantities = new Map(findQuantities(text.folded, text.spaced).map((quantity) => [quantity.start, quantity]));
  const first = cheapestPath(text, lexicon, quantities, new Map());
  const corrections = findCorrections(first, text, lexicon);
  return corrections.size === 0 ? first : cheapestPath(text, lexicon, quantities, corrections);
}

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly fromClass: number;
  readonly token: Token;
}

type Corrections = ReadonlyMap<number, { end: number; surface: string }>;

function cheapestPath(text: BriefText, lexicon: Lexicon, quantities: ReadonlyMap<number, Quantity>, corrections: Corrections): Token[] {
  const { folded, spaced } = text;
  const n = folded.length;
  const best: (Step | undefined)[] = new Array((n + 1) * CLASSES);
  const costAt = (i: number, c: number): number =>
    i === 0 ? (c === START ? 0 : Number.POSITIVE_INFINITY) : (best[i * CLASSES + c]?.cost ?? Number.POSITIVE_INFINITY);

  const relax = (from: number, fromClass: number, toClass: number, cost: number, token: Token) => {
    const slot = token.end * CLASSES + toClass;
    const total = costAt(from, fromClass) + cost;
    const known = best[slot];
    if (!known || total < known.cost) best[slot] = { cost: total, from, fromClass, token };
  };

  for (let i = 0; i < n; i++) {
    let reached = false;
    for (let c = 0; c < CLASSES; c++) if (costAt(i, c) < Number.POSITIVE_INFINITY) reached = true;
    if (!reached) continue;
    const space = spaced[i] ?? false;
    const edges: { toClass: number; base: number; token: Token; surface: Surface | null }[] = [];
    const quantity = quantities.get(i);
    const character = folded[i] ?? '';
    if (quantity) {
      edges.push({ toClass: NOUN, base: 1, token: make('quantity', i, quantity.end, text, [], quantity), surface: null });
    } else if (/[^a-z0-9가-힣ㄱ-ㅎ]/.test(character)) {
      edges.push({ toClass: START, base: 0, token: make('mark', i, i + 1, text), surface: null });
    }
    let crossings = 0;
    const lengths = (lexicon.lengths.get(character) ?? 0) | (lexicon.lengths.get(folded.slice(i, i + 2)) ?? 0);
    for (let length = 1; length <= Math.min(LONGEST_SURFACE, n - i); length++) {
      if (length > MOST_PARTICLE && lengths >> length === 0) break;
      const end = i + length;
      if (length > 1 && spaced[end - 1]) crossings++;
      const known = (lengths & (1 << length)) !== 0;
      if (!known && (length > MOST_PARTICLE || crossings > 0)) continue;
      const surface = folded.slice(i, end);
      const meanings = known ? lexicon.surfaces.get(surface) : undefined;
      if (meanings) {
        const latin = /[a-z0-9]/;
        if (latin.test(surface.at(-1) ?? '') && /[a-z]/.test(folded[end] ?? '') && !spaced[end]) continue;
        if (/[a-z]/.test(surface[0] ?? '') && /[a-z]/.test(folded[i - 1] ?? '') && !space) continue;
        const token = make('word', i, end, text, meanings);
        const base = wordCost(meanings[0], length, crossings, spaced[end] ?? true);
        edges.push({ toClass: classOf(meanings[0], length), base, token, surface: meanings[0] ?? null });
      }
      if (length <= MOST_PARTICLE && crossings === 0 && PARTICLES.has(surface)) {
        edges.push({ toClass: PARTICLE, base: 2, token: make('particle', i, end, text), surface: null });
      }
    }
    const correction = corrections.get(i);
    if (correction) {
      const meanings = lexicon.surfaces.get(correction.surface) ?? [];
      const token: Token = { ...make('word', i, correction.end, text, meanings), corrected: correction.surface };
      edges.push({ toClass: classOf(meanings[0], correction.end - i), base: 14, token, surface: meanings[0] ?? null });
    }
    edges.push({ toClass: UNKNOWN, base: 7, token: make('unknown', i, i + 1, text), surface: null });

    for (let c = 0; c < CLASSES; c++) {
      const here = costAt(i, c);
      if (here === Number.POSITIVE_INFINITY) continue;
      for (const edge of edges)
        relax(i, c, edge.toClass, edge.base + joinCost(c, edge.toClass, space, edge.surface, best[i * CLASSES + c]?.token), edge.token);
    }
  }
  return mergeUnknown(trace(best, n), text);
}

function wordCost(surface: Surface | undefined, length: number, crossings: number, endsWord: boolean): number {
  const kind = surface?.entry.kind;
  const leaning = surface !== undefined && LEANING.has(surface.entry.value ?? '') && kind === 'verb';
  let cost = leaning ? 3 : 6;
  if (length === 1 && !leaning) cost += ADVERB_KINDS.has(kind ?? '') ? 3 : 6;
  if (crossings > 0) cost += crossings * 0.8 + (endsWord ? 0 : 5);
  return cost - Math.min(length, 8) * 0.1;
}

function classOf(surface: Surface | undefined, length: number): number {
  if (!surface) return UNKNOWN;
  if (surface.pos === 'predicate') return PREDICATE;
  if (ADVERB_KINDS.has(surface.entry.kind)) return ADVERB;
  return length === 1 ? SHORT_NOUN : NOUN;
}

/** What it costs to put a token of class `to` after one of class `from`. */
function joinCost(from: number, to: number, space: boolean, surface: Surface | null, last: Token | undefined): number {
  if (to === UNKNOWN) {
    if (from === UNKNOWN && !space) return 0;
    if (space || from === START) return 5;
    return from === SHORT_NOUN ? 20 : from === ADVERB ? 12 : 9;
  }
  if (to === PARTICLE) {
    if (space) return 12;
    if (from === NOUN || from === SHORT_NOUN) return 0;
    if (from === UNKNOWN) return 2;
    if (from === PARTICLE) return 3;
    if (from === PREDICATE) return last?.surfaces[0]?.ending === 'nom' || last?.surfaces[0]?.ending === 'adv' ? 1 : 6;
    return from === ADVERB ? 4 : 14;
  }
  const leaning = surface?.entry.kind === 'verb' && LEANING.has(surface.entry.value ?? '');
  if (leaning) {
    if (from === NOUN || from === SHORT_NOUN) return space ? 2 : 0;
    if (from === UNKNOWN) return space ? 3 : 3;
    return from === PREDICATE || from === PARTICLE ? 3 : 5;
  }
  if (space || from === START) return 0;
  if (from === UNKNOWN) return 10;
  if (from === SHORT_NOUN) return surface?.entry.kind === 'filler' ? 0 : 6;
  if (from === ADVERB) return 2;
  return 2;
}

function make(
  kind: Token['kind'],
  start: number,
  end: number,
  text: BriefText,
  surfaces: readonly Surface[] = [],
  quantity: Quantity | null = null,
): Token {
  return {
    kind,
    start,
    end,
    text: text.folded.slice(start, end),
    spaced: text.spaced[start] ?? false,
    surfaces,
    quantity,
    corrected: null,
  };
}

function trace(best: readonly (Step | undefined)[], n: number): Token[] {
  let at = n;
  let state = 0;
  for (let c = 1; c < CLASSES; c++) {
    const cost = best[n * CLASSES + c]?.cost ?? Number.POSITIVE_INFINITY;
    if (cost < (best[n * CLASSES + state]?.cost ?? Number.POSITIVE_INFINITY)) state = c;
  }
  const tokens: Token[] = [];
  while (at > 0) {
    const step = best[at * CLASSES + state];
    if (!step) break;
    tokens.push(step.token);
    at = step.from;
    state = step.fromClass;
  }
  return tokens.reverse();
}

/** Neighbouring unknown characters of one written word become one unknown word. */
function mergeUnknown(tokens: readonly Token[], text: BriefText): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (token.kind === 'unknown' && last?.kind === 'unknown' && !token.spaced)
      merged[merged.length - 1] = make('unknown', last.start, token.end, text);
    else merged.push(token);
  }
  return merged;
}

/** Unknown words looked at for typos in one brief. */
const MOST_CORRECTIONS = 24;

/** Unknown stretches that are one jamo away from a word of the lexicon. */
function findCorrections(tokens: readonly Token[], text: BriefText, lexicon: Lexicon): Map<number, { end: number; surface: string }> {
  const found = new Map<number, { end: number; surface: string }>();
  let tried = 0;
  for (const token of tokens) {
    if (token.kind !== 'unknown' || !/[가-힣]/.test(token.text)) continue;
    // A text of nothing but unknown words is no brief with typos.
    if (++tried > MOST_CORRECTIONS) break;
    // The typo may have pulled known neighbours apart: look at the whole written word.
    let start = token.start;
    while (start > 0 && !text.spaced[start] && /[가-힣]/.test(text.folded[start - 1] ?? '')) start--;
    let end = token.end;
    while (end < text.folded.length && !text.spaced[end] && /[가-힣]/.test(text.folded[end] ?? '')) end++;
    for (const from of new Set([start, token.start])) {
      for (let to = Math.min(end, from + 7); to - from >= 2 && to > token.start; to--) {
        const surface = correctTypo(text.folded.slice(from, to), lexicon.typos);
        if (surface !== null && !found.has(from)) found.set(from, { end: to, surface });
      }
    }
  }
  return found;
}
