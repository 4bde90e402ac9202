import { mainFamily } from '../ingredient/family.ts';
import type { Complex } from './complexes.ts';
import type { Mention } from './mention.ts';
import type { Word } from './words.ts';

/** The sentence laid out for the rules of scope. */
export interface Layout {
  readonly words: readonly Word[];
  readonly complexes: readonly Complex[];
  /** By index of a word: the complex it belongs to. */
  readonly complexAt: readonly (Complex | undefined)[];
  /** By index of a word: its mention. */
  readonly mentionAt: readonly (Mention | undefined)[];
}

export function layOut(words: readonly Word[], complexes: readonly Complex[], mentions: readonly Mention[]): Layout {
  const complexAt: (Complex | undefined)[] = new Array(words.length);
  for (const complex of complexes) for (let i = complex.first; i <= complex.last; i++) complexAt[i] = complex;
  const mentionAt: (Mention | undefined)[] = new Array(words.length);
  for (const mention of mentions) mentionAt[mention.at] = mention;
  return { words, complexes, complexAt, mentionAt };
}

const LIST_PARTICLES = new Set([
  '와',
  '과',
  '랑',
  '이랑',
  '도',
  '이나',
  '나',
  '하고',
  '며',
  '이며',
  '든',
  '이든',
  '든지',
  '이든지',
  '라든가',
  '이라든가',
  '의',
  '에도',
]);
const PLACE_PARTICLES = /^(?:로|으로|에|에는|엔|에서|에선|에게|한테|께|까지|부터|로는|으로는|론|으론|로서|으로서|용)$/;

/**
 * The mentions that a predicate at `cue` reaches back to, nearest first. It stops at the end of a sentence, a finished clause,
 * a contrast, a noun put in its place (…으로, …에), and at whatever ends the noun phrase once something was reached.
 */
export function reachBack(layout: Layout, cue: number): Mention[] {
  const { words, complexAt, mentionAt } = layout;
  const reached: Mention[] = [];
  for (let j = cue - 1; j >= 0; j--) {
    const word = words[j];
    if (!word) break;
    if (word.kind === 'mark') {
      if (word.value === '-' || word.value === '(' || word.value === ')' || word.value === '~' || word.value === "'") continue;
      if (word.value !== ',' || !commaLists(layout, j, reached)) break;
      continue;
    }
    if (word.kind === 'conj') {
      if (word.value === 'and' || word.value === 'or') continue;
      break;
    }
    // 치약 같지는 않게: a noun that we do not know is still what the predicate is about.
    if (
      word.kind === 'unknown' &&
      reached.length === 0 &&
      j === cue - 1 &&
      (word.particles.length > 0 || layout.complexAt[cue]?.verb === 'seem' || layout.complexAt[cue]?.verb === 'isnt')
    )
      break;
    if (word.kind === 'slot' && word.ending === null) break;
    if (word.kind === 'cue' && word.value === 'current') break;
    if (word.kind === 'degree' && word.value.endsWith('<') && reached.length > 0) break;
    const complex = complexAt[j];
    if (complex && complex.last === j && endsScope(layout, complex, cue, reached)) break;
    if (!complex && word.ending === null && endsPhrase(word, reached, layout, j)) break;
    const mention = mentionAt[j];
    if (mention && !(complex && complex.ending === 'adv' && reached.length > 0)) reached.push(mention);
  }
  return reached;
}

/**
 * What a dislike with its reason in front is about: 시더우드는 연필 냄새 같아서 별로예요 refuses the topic, not the reason;
 * without a topic (너무 달아서 싫어요) the reason itself. Null when no reason stands right before `cue`.
 */
export function reachThroughReason(layout: Layout, cue: number): Mention[] | null {
  const reason = layout.complexAt[cue - 1];
  if (reason?.ending !== 'so' || reason.last !== cue - 1) return null;
  const own = layout.mentionAt[reason.head];
  const reached = reachBack(layout, reason.first);
  const topics = reached.filter(
    (mention) =>
      mention.smell && mention.word.ending === null && mention.word.particles.some((particle) => /^(?:은|는|이|가|도)$/.test(particle)),
  );
  const last = topics.at(-1);
  if (last) {
    // The reason is neither wanted nor refused: 오이 냄새가 나서 is not a request for cucumber.
    for (const mention of [...reached, ...(own ? [own] : [])])
      if (mention !== last && mention.smell && mention.at > last.at) mention.aside = true;
    return [last];
  }
  return own?.smell && !reason.negative ? [own] : reached.filter((mention) => mention.smell).slice(0, 1);
}

/** Whether a finished predicate stops the reach of a later one. */
function endsScope(layout: Layout, complex: Complex, cue: number, reached: readonly Mention[]): boolean {
  const { words, complexAt, mentionAt } = layout;
  const describes = complex.verb === 'describe';
  switch (complex.ending) {
    case 'attr':
    case 'nom':
    case 'or':
    case 'conn':
      return false;
    case 'neg':
      return reached.length > 0;
    case 'adv':
      return complex.verb !== 'seem' && (reached.length > 0 || !describes);
    case 'if':
      return nextWord(words, complex.last) !== cue && reached.length > 0;
    case 'and': {
      // 달고 무거운 향은: two describing words of one noun phrase.
      if (!describes && complex.verb !== 'ha') return true;
      const next = nextWord(words, complex.last);
      const following = complexAt[next];
      if (next < cue && following?.verb === 'describe' && mentionAt[following.head]) return false;
      return !(mentionAt[complex.head]?.smell && words[complex.head]?.kind === 'material' && !complex.negative);
    }
    default:
      return true;
  }
}

/** Whether a noun closes its own phrase, so that a later predicate does not reach past it. */
function endsPhrase(word: Word, reached: readonly Mention[], layout: Layout, at: number): boolean {
  if (word.particles.some((particle) => PLACE_PARTICLES.test(particle))) {
    // 절에서 나는 냄새는 싫어요: the place belongs to the relative clause.
    const next = layout.complexAt[nextWord(layout.words, at)];
    return !(next?.ending === 'attr');
  }
  if (reached.length === 0) return false;
  if (word.kind === 'product' && word.particles.every((particle) => !LIST_PARTICLES.has(particle))) return true;
  if (word.kind === 'filler' && word.value !== 'pause' && word.particles.length === 0) return layout.complexAt[at - 1]?.ending === 'attr';
  return word.particles.some((particle) => particle === '은' || particle === '는' || particle === '만') && topicClosed(layout, at);
}

/** 우디는 좋아요-like topics end a phrase when a predicate of their own stands before the reached noun. */
function topicClosed(layout: Layout, at: number): boolean {
  return layout.complexAt[nextWord(layout.words, at)]?.negative === false && layout.complexAt[nextWord(layout.words, at)]?.verb === 'like';
}

/** Whether the comma at `at` joins members of one list (장미, 자스민 빼고). */
function commaLists(layout: Layout, at: number, reached: readonly Mention[]): boolean {
  const { words, complexAt, mentionAt } = layout;
  const before = words[at - 1];
  const nearest = reached.at(-1);
  if (!before) return false;
  const complex = complexAt[at - 1];
  if (complex) return complex.ending === 'attr' || complex.ending === 'or';
  const mention = mentionAt[at - 1];
  if (!mention) return nearest === undefined;
  if (before.particles.some((particle) => !LIST_PARTICLES.has(particle))) return false;
  if (nearest && modified(layout, at - 1) && !modified(layout, nearest.at)) return false;
  if (nearest && differs(mention, nearest, coordinated(layout, at - 1))) return false;
  if (nearest && mention.smell !== nearest.smell) return false;
  if (nearest && !mention.smell && mention.entry.kind !== nearest.entry.kind) return false;
  return !predicateNoun(layout, at - 1);
}

/** 바닐라와 가죽, 꽃은 빼고: a finished pair of another family, or 우디, 장미는 빼고: another kind set apart by 은/는. */
function differs(far: Mention, near: Mention, closed: boolean): boolean {
  const topical = near.word.particles.some((particle) => particle === '은' || particle === '는');
  if (closed) return mainFamily(far.entry.families) !== mainFamily(near.entry.families);
  return topical && (far.entry.kind === 'material') !== (near.entry.kind === 'material');
}

/** 스모키한 홍차, 설탕 없이: a noun with a describing word of its own is no bare member of a list. */
function modified(layout: Layout, at: number): boolean {
  const before = layout.complexAt[at - 1];
  return before !== undefined && before.ending === 'attr' && before.verb === 'describe';
}

/** Whether 와, 랑 or 그리고 joins the noun at `at` to the one before it. */
function coordinated(layout: Layout, at: number): boolean {
  const before = layout.words[at - 1];
  return (
    before !== undefined &&
    (before.kind === 'conj' ||
      (layout.mentionAt[at - 1] !== undefined &&
        before.particles.some((particle) => ['와', '과', '랑', '이랑', '하고'].includes(particle))))
  );
}

/** 첫 향은 레몬, 메인은 우디: a bare noun that a topic before it makes a statement of. */
function predicateNoun(layout: Layout, at: number): boolean {
  for (let j = at - 1; j >= 0; j--) {
    const word = layout.words[j];
    if (!word || word.kind === 'mark' || word.kind === 'conj') return false;
    const complex = layout.complexAt[j];
    if (complex && complex.last === j && !['attr', 'adv', 'conn'].includes(complex.ending)) return false;
    if (word.kind === 'slot') return true;
    if (word.particles.some((particle) => particle === '은' || particle === '는' || particle === '엔' || particle === '에는')) return true;
  }
  return false;
}

/** Index of the next word that is not an adverb of degree. */
export function nextWord(words: readonly Word[], at: number): number {
  let next = at + 1;
  while (
    words[next]?.kind === 'degree' ||
    (words[next]?.kind === 'cue' && words[next]?.value !== 'current') ||
    (words[next]?.kind === 'filler' && words[next]?.value === 'pause')
  )
    next++;
  return next;
}

/** The nouns just before `at` that one verb takes together: 가죽과 스모키함도 (살짝 나면). */
export function nounsBefore(layout: Layout, at: number): Mention[] {
  const nouns: Mention[] = [];
  for (let j = at - 1; j >= 0; j--) {
    const word = layout.words[j];
    if (!word) break;
    if (word.kind === 'degree' || (word.kind === 'cue' && word.value !== 'current') || word.kind === 'quantity') continue;
    const topical = nouns.some((noun) => noun.word.particles.some((particle) => particle === '은' || particle === '는'));
    if (word.kind === 'mark' && word.value === ',' && nouns.length > 0 && !topical && commaLists(layout, j, nouns)) continue;
    if (word.kind === 'filler' && nouns.length === 0) continue;
    const mention = layout.mentionAt[j];
    const complex = layout.complexAt[j];
    if (complex && complex.ending === 'attr' && nouns.length === 0 && mention) {
      nouns.push(mention);
      break;
    }
    if (!mention || (complex && complex.ending !== 'nom')) break;
    if (nouns.length > 0 && !word.particles.some((particle) => LIST_PARTICLES.has(particle)) && layout.words[j + 1]?.kind !== 'mark') break;
    nouns.push(mention);
  }
  return nouns;
}
