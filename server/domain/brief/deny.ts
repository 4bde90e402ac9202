import type { Complex } from './complexes.ts';
import type { Mention } from './mention.ts';
import { type Layout, nextWord, reachBack } from './scope.ts';
import { setSoft, setWanted } from './verdict.ts';

/** The denied mentions: the whole list, its describing words softly. */
export function deny(layout: Layout, complex: Complex, reached: readonly Mention[]): void {
  const { words, complexAt } = layout;
  const nearest = reached[0];
  for (const mention of reached) {
    if (!mention.smell && !['strength', 'structure', 'longevity', 'sillage', 'wish'].includes(mention.entry.kind)) {
      // 여름 꽃향 빼고: the season is no part of the list; 여름 말고 겨울: it is.
      if (
        mention === nearest ||
        (nearest && !nearest.smell && mention.entry.kind === nearest.entry.kind) ||
        nearest?.entry.kind === 'product'
      )
        mention.wanted = !mention.wanted;
      mention.cue ??= complex.head;
      continue;
    }
    // 장롱에서 나는 나프탈렌 냄새 말고: the place only says which smell is meant.
    if (mention !== nearest && nearest?.smell && mention.word.particles.some((particle) => particle === '에서')) {
      mention.aside = true;
      continue;
    }
    // 레몬세정제 같지 않게: the first half of a compound only says what kind of thing is refused.
    const head = layout.mentionAt[mention.at + 1];
    if (head && head.entry.value === 'bad' && !head.word.spaced && head.word.start === mention.word.end && reached.includes(head)) {
      mention.aside = true;
      continue;
    }
    const own = complexAt[mention.at];
    const modifies =
      own?.ending === 'attr' &&
      own.head === mention.at &&
      reached.some(
        (other) =>
          other !== mention &&
          other.smell &&
          other.at > mention.at &&
          words[other.at]?.ending === null &&
          nextWord(words, own.last) === other.at,
      );
    if (!mention.smell) {
      setSoft(mention, complex);
      if (modifies) for (const head of reached) if (head.at > mention.at && head.smell) head.excess = true;
      continue;
    }
    const mild = modifies || mention.excess || own?.excess === true || (complex.excess && complex.verb === 'seem');
    // 너무 강하면 싫어요: it was already turned down, not refused.
    if (mention.wanted && mention.reduced) continue;
    if (mention.wanted && mild) setSoft(mention, complex);
    else if (mention.wanted) setWanted(mention, false, complex);
    else setWanted(mention, true, complex);
  }
  for (const mention of reached) if (mention.excess && mention.smell && !mention.wanted) mention.soft = true;
}

/** 머스크 말고는 다 빼 주세요: all but the named one is refused, so the named one is what is wanted. */
export function restoreOnly(layout: Layout): void {
  for (const [i, complex] of layout.complexes.entries()) {
    const next = layout.complexes[i + 1];
    const excepts =
      (complex.verb === 'stop' || complex.verb === 'drop') &&
      complex.ending === 'and' &&
      (layout.words[complex.last]?.particles.includes('는') || /고는$/.test(layout.words[complex.last]?.text ?? ''));
    if (!excepts || !next?.negative || !['drop', 'dislike', 'absent'].includes(next.verb)) continue;
    if (layout.mentionAt.some((mention) => mention && mention.at > complex.last && mention.at < next.head)) continue;
    for (const mention of reachBack(layout, complex.first)) setWanted(mention, true, complex);
  }
}

/**
 * 시트러스 우디, 꽃향은 빼 주세요: read as one list, the brief would ask for nothing. Then only what stands right before the
 * refusal is refused, because a brief asks for something.
 */
export function restoreWishes(layout: Layout): void {
  const smells = layout.mentionAt.filter((mention): mention is Mention => mention?.smell === true && !mention.aside);
  if (smells.some((mention) => mention.wanted)) return;
  for (const complex of layout.complexes) {
    if (complex.verb !== 'drop' && complex.verb !== 'absent' && complex.verb !== 'stop' && complex.verb !== 'dislike') continue;
    const denied = smells.filter((mention) => mention.cue === complex.head && mention.at < complex.head);
    const last = denied.at(-1);
    if (!last?.word.particles.some((particle) => particle === '은' || particle === '는' || particle === '만')) continue;
    const comma = layout.words.findLastIndex((word, i) => i < last.at && word.kind === 'mark' && word.value === ',');
    for (const mention of denied) if (mention.at < comma) setWanted(mention, true, complex);
  }
}

/** 자스민 향은 멀미가 나요, 단 향은 머리 아파요: what makes ill is refused. */
export function judgeAilments(layout: Layout): void {
  for (const mention of layout.mentionAt) {
    if (mention?.entry.id !== 'headache' || !mention.wanted) continue;
    const own = layout.complexAt[mention.at];
    const verb = own ?? layout.complexAt[nextWord(layout.words, mention.at)];
    if (!verb || verb.negative || !['fin', 'so', 'but', 'and', 'nom'].includes(verb.ending)) continue;
    const causes = reachBack(layout, own?.first ?? mention.at).filter((cause) => cause.smell && cause.wanted);
    setSoft(mention, verb);
    if (causes.length > 0) deny(layout, verb, causes);
  }
}
