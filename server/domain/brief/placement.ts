import type { Mention } from './mention.ts';
import { type Layout, nextWord, nounsBefore } from './scope.ts';

export type Slot = 'top' | 'middle' | 'base';

/** Where in the pyramid the brief puts its mentions, and which slots it wants empty. */
export interface Placement {
  readonly emptied: readonly Slot[];
  /** Word indices of the slot words that were used. */
  readonly cues: readonly number[];
}

const TOPIC = /^(?:은|는|엔|에는|에선|에서는|로는|으로는|이|가)$/;
const CLOSING = new Set(['fin', 'but', 'so', 'if', 'even']);

/**
 * Gives mentions their place: slot words (첫 향은, 잔향은, 점점), verbs of time (…로 시작해 …로 이어져 …로 끝나는, …다가)
 * and arrows (레몬 > 장미 > 머스크).
 */
export function place(layout: Layout): Placement {
  const emptied: Slot[] = [];
  const cues: number[] = [];
  placeByArrows(layout);
  placeByVerbs(layout);
  let slot: Slot | null = null;
  for (const [i, word] of layout.words.entries()) {
    const complex = layout.complexAt[i];
    if (word.kind === 'mark' && word.value === '.') slot = null;
    if (word.kind === 'conj' && word.value === 'but') slot = null;
    if (word.kind === 'slot') {
      const value = slotOf(word.value);
      if (value !== null && emptiedBy(layout, i)) {
        emptied.push(value);
        cues.push(i);
        slot = null;
        continue;
      }
      const behind =
        word.particles.some((particle) => TOPIC.test(particle)) || layout.words[i + 1]?.value === ':' ? null : placedBefore(layout, i);
      if (behind && value) {
        behind.slot ??= value;
        cues.push(i);
        slot = null;
      } else {
        slot = value;
        if (value) cues.push(i);
      }
    }
    const mention = layout.mentionAt[i];
    if (mention?.smell && mention.wanted && slot !== null) mention.slot ??= slot;
    if (complex && complex.last === i) {
      if (CLOSING.has(complex.ending) || (complex.ending === 'and' && complex.verb !== 'describe')) slot = null;
      if (complex.ending === 'then' && (complex.verb === 'describe' || complex.verb === 'exist' || complex.verb === 'be')) {
        if (mention?.smell && mention.wanted) mention.slot ??= 'top';
        for (const noun of nounsBefore(layout, complex.first)) if (noun.smell) noun.slot ??= 'top';
        slot = 'base';
      }
    }
  }
  return { emptied, cues };
}

const slotOf = (value: string): Slot | null => (value === 'top' || value === 'middle' || value === 'base' ? value : null);

/** 탑 노트는 없이, 베이스는 비워 주세요. */
function emptiedBy(layout: Layout, at: number): boolean {
  const next = layout.complexAt[nextWord(layout.words, at)];
  return next !== undefined && next.verb === 'absent' && next.negative && next.head === nextWord(layout.words, at);
}

/** 머스크 잔향, 상큼한 첫 향: what stands right before the slot word. */
function placedBefore(layout: Layout, at: number): Mention | null {
  const verb = layout.complexAt[nextWord(layout.words, at)];
  const topic = layout.mentionAt[at - 1];
  // 시트러스는 처음에만 나고: the topic stands before the slot word, the verb right after it.
  if (
    topic?.smell &&
    topic.word.ending === null &&
    verb &&
    ['exist', 'end', 'begin'].includes(verb.verb) &&
    topic.word.particles.some((particle) => /^[은는이가]$/.test(particle))
  )
    return topic;
  const complex = layout.complexAt[at - 1];
  const mention = complex && complex.last === at - 1 ? layout.mentionAt[complex.head] : layout.mentionAt[at - 1];
  if (!mention?.smell) return null;
  if (complex) return complex.ending === 'attr' ? mention : null;
  const [particle, ...rest] = mention.word.particles;
  return rest.length === 0 && (particle === undefined || particle === '의' || particle === '를' || particle === '을') ? mention : null;
}

const BY_VERB: Readonly<Record<string, Slot>> = { begin: 'top', pass: 'middle', end: 'base' };

function placeByVerbs(layout: Layout): void {
  const timed = layout.complexes.filter((complex) => complex.verb === 'begin' || complex.verb === 'turn' || complex.verb === 'pass');
  for (const complex of layout.complexes) {
    if (complex.negative) continue;
    if (complex.verb === 'turn') {
      const nouns = nounsInClause(layout, complex.first);
      const target = nouns.find((noun) => noun.word.particles.some((particle) => particle === '로' || particle === '으로')) ?? nouns[0];
      if (target) target.slot ??= 'base';
      for (const noun of nouns) if (noun !== target) noun.slot ??= 'top';
      continue;
    }
    const slot = BY_VERB[complex.verb];
    if (!slot || (complex.verb === 'end' && timed.length === 0)) continue;
    for (const noun of nounsInClause(layout, complex.first)) noun.slot ??= slot;
  }
  // 시트러스로 시작해서 머스크로 이어지는: with no ending named, what follows is the base.
  const placed = new Set(layout.mentionAt.flatMap((mention) => (mention?.slot ? [mention.slot] : [])));
  const namesBase = layout.words.some((word) => word.kind === 'slot' && word.value === 'base');
  if (placed.has('top') && placed.has('middle') && !placed.has('base') && !namesBase) {
    for (const mention of layout.mentionAt) if (mention?.slot === 'middle') mention.slot = 'base';
  }
}

/** The wanted smells between the last verb of time and this one. */
function nounsInClause(layout: Layout, before: number): Mention[] {
  const nouns: Mention[] = [];
  for (let j = before - 1; j >= 0; j--) {
    const word = layout.words[j];
    const complex = layout.complexAt[j];
    if (!word || (word.kind === 'mark' && word.value === '.') || word.kind === 'slot') break;
    if (complex && complex.last === j && (complex.verb in BY_VERB || complex.verb === 'turn' || CLOSING.has(complex.ending))) break;
    const mention = layout.mentionAt[j];
    if (mention?.smell && mention.wanted) nouns.push(mention);
  }
  return nouns;
}

/** 레몬 > 장미 > 머스크. */
function placeByArrows(layout: Layout): void {
  const arrows = layout.words.flatMap((word, i) => (word.kind === 'mark' && word.value === '>' ? [i] : []));
  if (arrows.length === 0 || arrows.length > 3) return;
  const slots: readonly Slot[] = arrows.length === 1 ? ['top', 'base'] : ['top', 'middle', 'base', 'base'];
  for (const [i, mention] of layout.mentionAt.entries()) {
    if (!mention?.smell) continue;
    mention.slot = slots[arrows.filter((at) => at < i).length] ?? 'base';
  }
}
