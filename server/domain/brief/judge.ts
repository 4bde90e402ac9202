import type { Complex } from './complexes.ts';
import { bindDegrees, markExcess } from './degrees.ts';
import { deny, judgeAilments, restoreOnly, restoreWishes } from './deny.ts';
import { denyForward, judgeWords } from './denying-words.ts';
import type { Mention } from './mention.ts';
import { type Layout, nextWord, nounsBefore, reachBack, reachThroughReason } from './scope.ts';
import { LESSENED, lessen, setSoft, setWanted } from './verdict.ts';

/** What the negations of a brief did: counted for the cache key. */
export interface Judgement {
  readonly negations: number;
  /** Negations that reached nothing. */
  readonly unattached: number;
  /** Word indices of the cues that were used. */
  readonly cues: readonly number[];
}

const POSITIVE_VERBS: ReadonlySet<string> = new Set([
  'exist',
  'like',
  'put',
  'more',
  'ha',
  'become',
  'seem',
  'neutral',
  'begin',
  'pass',
  'end',
  'turn',
]);
const WEAKENED = 0.6;
const STRENGTHENED = 1.35;

/** Applies every negation, reduction and degree of the brief to its mentions. */
export function judge(layout: Layout): Judgement {
  let negations = 0;
  let unattached = 0;
  const cues: number[] = [];
  markExcess(layout);
  for (const complex of layout.complexes) {
    const reached = judgeComplex(layout, complex);
    const denies = complex.negations > 0 || (complex.negative && complex.verb !== 'describe');
    if (!denies) continue;
    negations++;
    cues.push(complex.head);
    if (!reached) unattached++;
  }
  negations += judgeWords(layout);
  bindDegrees(layout);
  for (const mention of layout.mentionAt) {
    if (!mention?.aside) continue;
    mention.wanted = false;
    mention.soft = true;
    mention.weight = 0;
  }
  judgeAilments(layout);
  restoreOnly(layout);
  restoreWishes(layout);
  return { negations, unattached, cues };
}

const isLatin = (layout: Layout, complex: Complex): boolean =>
  layout.words[complex.head]?.latin === true && (layout.words[complex.head]?.text.length ?? 0) > 1;

/** What the verb acts on: before it in Korean, after it in English. */
function objectsOf(layout: Layout, complex: Complex): Mention[] {
  return isLatin(layout, complex) ? denyForward(layout, complex.last) : nounsBefore(layout, complex.first);
}

/** 장미 싫어하는 사람도 좋아할: whoever dislikes it is not the person who asks. */
function speaksOfOthers(layout: Layout, complex: Complex): boolean {
  const next = layout.words[complex.last + 1];
  return next?.kind === 'word' && next.particles.includes('도');
}

/** Returns whether the complex did something, or had nothing to do. */
function judgeComplex(layout: Layout, complex: Complex): boolean {
  const { words, mentionAt } = layout;
  const own = mentionAt[complex.head];
  if (complex.verb === 'describe' || complex.verb === 'be') {
    if (own) judgeDescribing(layout, complex, own);
    return own !== undefined || !complex.negative;
  }
  const reasoned =
    complex.negative && (complex.verb === 'dislike' || complex.verb === 'drop' || complex.verb === 'like')
      ? reachThroughReason(layout, complex.first)
      : null;
  const reached = reasoned ?? (isLatin(layout, complex) ? denyForward(layout, complex.last) : reachBack(layout, complex.first));
  if (complex.verb === 'dislike' && complex.ending === 'attr' && speaksOfOthers(layout, complex)) return true;
  if (complex.verb === 'less') {
    if (complex.negative) return true;
    for (const mention of lessTargets(layout, complex, reached)) lessen(mention, complex);
    return true;
  }
  if (complex.less && (complex.verb === 'exist' || complex.verb === 'put')) {
    for (const mention of nounsBefore(layout, complex.first)) lessen(mention, complex);
    return true;
  }
  if (complex.verb === 'more') {
    for (const mention of objectsOf(layout, complex)) {
      if (complex.negative) lessen(mention, complex);
      else mention.weight *= STRENGTHENED;
    }
    return true;
  }
  if (complex.verb === 'nofuss') {
    for (const mention of nounsBefore(layout, complex.first))
      if (!mention.smell && mention.entry.kind !== 'rule') setWanted(mention, false, complex);
    return true;
  }
  if (complex.verb === 'ignore' || complex.verb === 'keep-rule' || complex.verb === 'keep') return true;
  if (complex.optional) {
    if (complex.verb === 'absent' || complex.verb === 'drop' || complex.verb === 'isnt')
      for (const mention of reached.slice(0, 1)) setSoft(mention, complex);
    return true;
  }
  if (complex.verb === 'seem' && !complex.negative && complex.ending === 'adv') {
    // 스킨 냄새처럼 촌스럽지 않은: the likeness is denied with the quality.
    const next = layout.complexAt[nextWord(layout.words, complex.last)];
    const [likeness] = reached;
    if (likeness?.smell && next?.verb === 'describe' && next.negative) {
      if (likeness.entry.value === 'bad') setWanted(likeness, false, complex);
      else setSoft(likeness, complex);
    }
    return true;
  }
  if (!complex.negative) return true;
  if (!POSITIVE_VERBS.has(complex.verb) && !['absent', 'drop', 'dislike', 'isnt', 'stop'].includes(complex.verb)) return true;
  if (reached.length === 0) return words[complex.head]?.value !== 'stop' && complex.verb !== 'drop' ? hasNoObject(layout, complex) : false;
  deny(layout, complex, reached);
  return true;
}

/** 잠이 안 와요, 부담 없이: a denial without anything nameable before it is not a lost cue. */
function hasNoObject(layout: Layout, complex: Complex): boolean {
  return complex.verb !== 'dislike' && layout.words.length > 0;
}

/** A describing word (달지 않은, 덜 우디한, 너무 강해요) speaks of itself, and of the noun it is said of. */
function judgeDescribing(layout: Layout, complex: Complex, own: Mention): void {
  const { words } = layout;
  if (complex.optional) own.weight *= LESSENED;
  // 너무 금방 날아갔어요: a complaint asks for the opposite.
  if (own.entry.kind === 'longevity' && own.entry.value === 'short' && complex.excess && !complex.negative) own.wanted = false;
  const complaint = complex.excess && !complex.negative && ['fin', 'but', 'so', 'if'].includes(complex.ending) && own.smell;
  const subject = own.entry.kind === 'strength' ? subjectOf(layout, complex) : null;
  if (own.entry.kind === 'strength' && saidOfWear(layout, complex, own)) return;
  if (complex.negative) {
    if (own.smell || own.entry.kind === 'strength' || own.entry.kind === 'structure') {
      if (complex.hard && !complex.excess) setWanted(own, false, complex);
      else setSoft(own, complex);
    } else own.wanted = !own.wanted;
  } else if (complex.less || complaint) setSoft(own, complex);
  else if (complex.excess && own.entry.kind === 'strength' && complex.ending !== 'attr' && complex.ending !== 'adv') setSoft(own, complex);
  if (subject) {
    const weak = (own.entry.value === 'weak') !== (complex.negative || !own.wanted);
    const strong = own.entry.value === 'strong' || own.entry.value === null;
    if (weak && own.entry.value === 'weak') subject.weight *= WEAKENED;
    else if (complex.negative && strong) lessen(subject, complex);
    else if (!complex.negative && strong && complex.excess && complex.ending !== 'attr' && complex.ending !== 'adv')
      lessen(subject, complex);
    else if (!complex.negative && strong) subject.weight *= STRENGTHENED;
    subject.cue = complex.head;
    own.bound = true;
  } else if (own.entry.kind === 'strength' && complex.ending === 'attr') {
    const next = layout.mentionAt[nextWord(words, complex.last)];
    if (next?.smell && words[next.at]?.ending === null) {
      if (own.entry.value === 'weak' && !complex.negative) next.weight *= WEAKENED;
      else if (own.entry.value === 'strong' && !complex.negative && !complex.excess) next.weight *= 1.15;
      own.bound = true;
    }
  }
}

/** 지속력은 약해도, 확산력은 강하지 않게: a strength that is said of longevity or diffusion. */
function saidOfWear(layout: Layout, complex: Complex, own: Mention): boolean {
  const [near] = nounsBefore(layout, complex.first);
  if (!near || (near.entry.id !== 'lasting' && near.entry.kind !== 'sillage')) return false;
  near.said = (own.entry.value === 'weak') !== complex.negative || complex.optional ? 'weak' : 'strong';
  own.bound = true;
  own.weight = 0;
  return true;
}

/** The smell that a strength is said of: 꽃향이 강하지 않게, 머스크는 은은하게. */
function subjectOf(layout: Layout, complex: Complex): Mention | null {
  if (complex.ending === 'attr' && !complex.negative) {
    const [near] = nounsBefore(layout, complex.first);
    return near?.smell && near.word.ending === null && near.word.particles.some((particle) => /^[이가은는]$/.test(particle)) ? near : null;
  }
  const [near] = nounsBefore(layout, complex.first);
  return near?.smell && near.word.ending === null ? near : null;
}

function lessTargets(layout: Layout, complex: Complex, reached: readonly Mention[]): Mention[] {
  const near = objectsOf(layout, complex);
  const nearest = reached.filter((mention) => mention.word.ending === null).slice(0, 1);
  return (near.length > 0 ? near : nearest).filter((mention) => mention.entry.kind !== 'rule' && mention.entry.kind !== 'wish');
}
