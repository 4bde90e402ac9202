import type { Complex } from './complexes.ts';
import type { Mention } from './mention.ts';
import { type Layout, nextWord, nounsBefore, reachBack, reachThroughReason } from './scope.ts';
import type { Word } from './words.ts';

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
/** Weight of a mention that is asked for in a lesser amount. */
const LESSENED = 0.4;
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

/** 자스민 향은 멀미가 나요, 단 향은 머리 아파요: what makes ill is refused. */
function judgeAilments(layout: Layout): void {
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

/**
 * 시트러스 우디, 꽃향은 빼 주세요: read as one list, the brief would ask for nothing. Then only what stands right before the
 * refusal is refused, because a brief asks for something.
 */
function restoreWishes(layout: Layout): void {
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

/** 머스크 말고는 다 빼 주세요: all but the named one is refused, so the named one is what is wanted. */
function restoreOnly(layout: Layout): void {
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

/** The denied mentions: the whole list, its describing words softly. */
function deny(layout: Layout, complex: Complex, reached: readonly Mention[]): void {
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

function setWanted(mention: Mention, wanted: boolean, complex: Complex): void {
  mention.wanted = wanted;
  mention.soft = false;
  mention.cue = complex.head;
}

function setSoft(mention: Mention, complex: Complex): void {
  mention.wanted = false;
  mention.soft = true;
  mention.cue = complex.head;
}

function lessen(mention: Mention, complex: Complex): void {
  mention.weight *= LESSENED;
  mention.reduced = true;
  mention.cue = complex.head;
}

function lessTargets(layout: Layout, complex: Complex, reached: readonly Mention[]): Mention[] {
  const near = objectsOf(layout, complex);
  const nearest = reached.filter((mention) => mention.word.ending === null).slice(0, 1);
  return (near.length > 0 ? near : nearest).filter((mention) => mention.entry.kind !== 'rule' && mention.entry.kind !== 'wish');
}

/** 너무 before a noun or anywhere in the phrase that is denied later. */
function markExcess(layout: Layout): void {
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

/** Words that deny without being verbs: 대신, 보다, 노/무, English no … and …-free. Returns how many were used. */
function judgeWords(layout: Layout): number {
  let used = 0;
  const { words } = layout;
  for (const [i, word] of words.entries()) {
    const at = { head: i } as Complex;
    if (word.kind === 'conj' && (word.value === 'instead' || word.value === 'than')) {
      const reached = word.latin ? denyForward(layout, i) : reachBack(layout, i);
      const targets = word.value === 'than' ? reached.slice(0, 1) : reached.filter((mention) => mention.smell || mention === reached[0]);
      for (const mention of targets) {
        if (word.value === 'than') {
          if (mention.smell) setSoft(mention, at);
        } else setWanted(mention, false, at);
      }
      if (targets.length > 0) used++;
    } else if (word.kind === 'cue' && word.value === 'no') {
      const ahead = denyForward(layout, i);
      // 플로럴은 no no: nothing follows, so it speaks of what it follows.
      const denied = ahead.length > 0 ? ahead : words[i - 1]?.value === 'no' ? [] : nounsBefore(layout, i);
      for (const mention of denied) {
        setWanted(mention, !mention.wanted, at);
        used++;
      }
    } else if (word.kind === 'cue' && word.value === 'not-en') {
      const excess =
        words.slice(i + 1, i + 3).some((next) => next.kind === 'degree' && next.value === 'excess') || /overly/.test(word.text);
      for (const mention of denyForward(layout, i, true)) {
        if (excess || mention.word.kind !== 'material') setSoft(mention, at);
        else setWanted(mention, false, at);
        used++;
      }
    } else if (word.kind === 'cue' && word.value === 'free') {
      const before = layout.mentionAt[words[i - 1]?.kind === 'mark' ? i - 2 : i - 1];
      if (before) {
        setWanted(before, false, at);
        used++;
      }
    }
  }
  return used;
}

const ENGLISH_LIST = new Set([',', '-', '&']);

/** The mentions after a denying word, through its list. */
function denyForward(layout: Layout, from: number, adjective = false): Mention[] {
  const found: Mention[] = [];
  for (let j = from + 1; j < layout.words.length; j++) {
    const word = layout.words[j] as Word;
    if (word.kind === 'mark' && !ENGLISH_LIST.has(word.value)) break;
    if (
      word.kind === 'conj' &&
      word.value !== 'or' &&
      !(word.value === 'and' && found.length > 0 && layout.words[j + 1]?.kind !== 'filler')
    )
      break;
    if (word.kind === 'verb' || (word.kind === 'cue' && word.value !== 'only')) break;
    if (word.kind === 'mark' && found.length > 0) {
      // A comma goes on only to a bare noun that "or"/"and" or the end of the list follows.
      const after = layout.words[j + 2];
      if (!layout.mentionAt[j + 1] || !(after === undefined || after.kind === 'conj' || after.kind === 'mark')) break;
    }
    if (word.kind === 'filler' && found.length > 0) break;
    const mention = layout.mentionAt[j];
    if (mention) {
      const joined = found.length === 0 || layout.words[j - 1]?.kind === 'mark' || layout.words[j - 1]?.kind === 'conj';
      if (adjective && !joined) break;
      found.push(mention);
      if (!word.latin) break;
      if (mention.entry.kind === 'product') break;
    }
  }
  return found.filter((mention) => mention.smell || mention.entry.kind !== 'product');
}

/** Degree words bind forward to the next describing word or noun, or through a verb to its noun; 위주, 포인트 bind back. */
function bindDegrees(layout: Layout): void {
  const { words, complexAt, mentionAt } = layout;
  for (const [i, word] of words.entries()) {
    if (word.kind !== 'degree') continue;
    const backward = word.value.endsWith('<');
    if (word.value === 'less') {
      const lessened = mentionAt[nextWord(words, i)];
      if (lessened && !complexAt[lessened.at]) lessen(lessened, { head: i } as Complex);
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
