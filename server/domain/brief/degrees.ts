import type { Mention } from './mention.ts';
import { type Layout, nextWord, nounsBefore } from './scope.ts';
import { lessen } from './verdict.ts';

/** 너무 before a noun or anywhere in the phrase that is denied later. */
export function markExcess(layout: Layout): void {
  for (const [i, word] of layout.words.entries()) {
    if (word.kind !== 'degree' || word.value !== 'excess') continue;
    for (let j = i + 1; j < Math.min(i + 4, layout.words.length); j++) {
      if (layout.words[j]?.kind === 'mark') break;
      const mention = layout.mentionAt[j];
      if (mention) mention.excess = true;
      if (layout.complexAt[j]) break;
    }
    const [before] = nounsBefore(layout, i);
    const next = layout.complexAt[nextWord(layout.words, i)];
    if (
      before?.word.particles.some((particle) => /^[이가은는도]$/.test(particle)) &&
      next &&
      (next.verb === 'exist' || next.verb === 'more' || layout.mentionAt[next.head]?.entry.kind === 'strength')
    )
      before.excess = true;
  }
}

/** Degree words bind forward to the next describing word or noun, or through a verb to its noun; 위주, 포인트 bind back. */
export function bindDegrees(layout: Layout): void {
  const { words, complexAt, mentionAt } = layout;
  for (const [i, word] of words.entries()) {
    if (word.kind !== 'degree') continue;
    const backward = word.value.endsWith('<');
    if (word.value === 'less') {
      const lessened = mentionAt[nextWord(words, i)];
      if (lessened && !complexAt[lessened.at]) lessen(lessened, { head: i });
      continue;
    }
    const factor = Number.parseFloat(word.value);
    if (!Number.isFinite(factor)) continue;
    if (backward) {
      for (const mention of nounsBefore(layout, i)) multiply(mention, factor, i);
      continue;
    }
    const next = nextWord(words, i);
    const target = mentionAt[next];
    const verb = complexAt[next];
    const follower = words[next];
    if (target && (verb === undefined || verb.head === next)) multiply(target, factor, i);
    else if (verb && verb.head === next && ['exist', 'put', 'more', 'less', 'neutral', 'like', 'ha', 'become'].includes(verb.verb)) {
      for (const mention of nounsBefore(layout, i)) multiply(mention, factor, i);
    } else if (follower === undefined || follower.kind === 'mark' || follower.kind === 'conj') {
      for (const mention of nounsBefore(layout, i)) multiply(mention, factor, i);
    }
  }
}

function multiply(mention: Mention, factor: number, cue: number): void {
  if (mention.entry.kind === 'sillage' && factor === 1) mention.said = 'some';
  mention.weight *= factor;
  mention.relative ||= factor > 1 && factor < 1.3;
  mention.cue ??= cue;
}
