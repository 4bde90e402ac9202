import type { z } from 'zod';
import { mainFamily } from '../ingredient/family.ts';
import { isChange } from './amounts.ts';
import type { Complex } from './complexes.ts';
import type { Mention } from './mention.ts';
import type { Edit, EditOp } from './reading.ts';
import { type Layout, nounsBefore, reachBack } from './scope.ts';

type Op = z.infer<typeof EditOp>;

export interface Edits {
  readonly edit: z.infer<typeof Edit> | null;
  /** Mentions that only say what to change: they are no wish of their own. */
  readonly targets: ReadonlySet<Mention>;
  /** The brief does nothing but edit. */
  readonly only: boolean;
  readonly cue: number | null;
}

const NONE: Edits = { edit: null, targets: new Set(), only: false, cue: null };
/** What "줄여" and "늘려" mean without a number (estimates a designer can overwrite). */
const LESS_FACTOR = 0.7;
const MORE_FACTOR = 1.3;

/** Changes of the current formula: 머스크를 절반으로, 로즈를 자스민으로 바꿔 줘, 지금보다 덜 달게, 레몬 추가. */
export function readEdits(layout: Layout): Edits {
  const current = layout.words.some((word) => word.kind === 'cue' && word.value === 'current');
  const ops: Op[] = [];
  const targets = new Set<Mention>();
  let cue: number | null = null;
  let certain = current;
  const made = layout.words.some((word) => word.kind === 'verb' && /^(?:만들|만든|제작|추천|찾|의뢰|구하|구해)/.test(word.text));
  const push = (op: Op, mentions: readonly Mention[], at: number, sure: boolean) => {
    if (ops.some((other) => other.op === op.op && other.target === op.target)) return;
    ops.push(op);
    for (const mention of mentions) targets.add(mention);
    cue ??= at;
    certain ||= sure;
  };
  readFactors(layout, push);
  for (const complex of layout.complexes) readVerb(layout, complex, current, made, push);
  if (current) readComparatives(layout, targets, push);
  if (ops.length === 0) return NONE;
  const wishes = layout.mentionAt.filter(
    (mention): mention is Mention => mention?.smell === true && mention.wanted && !targets.has(mention),
  );
  const creates = layout.mentionAt.some((mention) => mention?.entry.kind === 'product' && mention.wanted);
  // Without a word for the current formula, 넣어/빼 is an edit only when the brief says nothing else.
  const more = layout.mentionAt.some((mention) => mention && !targets.has(mention) && mention.entry.kind !== 'rule');
  if (!certain && (wishes.length > 0 || creates || made || more)) return NONE;
  const scale: Record<string, number> = {};
  for (const op of ops) if (op.op === 'scale' && op.factor !== undefined) scale[op.target] = op.factor;
  return { edit: { ops, scale }, targets, only: wishes.length === 0, cue };
}

type Push = (op: Op, mentions: readonly Mention[], at: number, sure: boolean) => void;

/** 절반으로, 두 배로, 1.5배, 20 % 줄여. */
function readFactors(layout: Layout, push: Push): void {
  for (const [i, word] of layout.words.entries()) {
    let factor: number | null = null;
    if (word.kind === 'degree' && word.value.startsWith('times:')) factor = Number(word.value.slice(6));
    else if (word.quantity?.unit === 'times') factor = word.quantity.value;
    else if (word.quantity?.unit === '%' && isChange(layout, i)) {
      const verb = (layout.complexAt[i + 1] ?? layout.complexAt[i + 2])?.verb;
      factor = verb === 'less' ? 1 - word.quantity.value / 100 : 1 + word.quantity.value / 100;
    }
    if (factor === null || !(factor > 0)) continue;
    const nouns = word.latin ? smellsAfter(layout, i).slice(0, 1) : smells(nounsBefore(layout, i));
    for (const mention of nouns) {
      if (mention.sharePct !== null) continue;
      push({ op: 'scale', target: targetOf(mention), factor: round(factor) }, [mention], i, true);
    }
  }
}

function readVerb(layout: Layout, complex: Complex, current: boolean, made: boolean, push: Push): void {
  const english = layout.words[complex.head]?.latin === true;
  const nouns = english ? smellsAfter(layout, complex.last) : smells(nounsBefore(layout, complex.first));
  const request = english || complex.ending === 'fin' || complex.ending === 'conn' || complex.ending === 'and';
  if (complex.verb === 'change' && !complex.negative && english) {
    const [from, into] = nouns;
    if (from && into) push({ op: 'replace', target: targetOf(from), with: targetOf(into) }, [from, into], complex.head, true);
    return;
  }
  if (complex.verb === 'change' && !complex.negative) {
    const reached = smells(reachBack(layout, complex.first));
    const into = reached.find((mention) => mention.word.particles.some((particle) => particle === '로' || particle === '으로'));
    const from = reached.find((mention) => mention !== into) ?? objectBefore(layout, into);
    if (from && into) push({ op: 'replace', target: targetOf(from), with: targetOf(into) }, [from, into], complex.head, true);
    else {
      const [near, far] = smells(nounsBefore(layout, complex.first));
      const target = far ?? objectBefore(layout, near);
      if (near && target) push({ op: 'replace', target: targetOf(target), with: targetOf(near) }, [target, near], complex.head, true);
    }
    return;
  }
  if (complex.negative !== (complex.verb === 'drop' || complex.verb === 'absent')) return;
  if (!request) return;
  if (complex.verb === 'less' || complex.verb === 'more') {
    if (hasFactor(layout, complex)) return;
    const strength = degreeBefore(layout, complex);
    const base = complex.verb === 'less' ? LESS_FACTOR : MORE_FACTOR;
    const factor = strength < 1 ? (1 + base) / 2 : strength > 1 ? base + (base - 1) * 0.5 : base;
    for (const mention of nouns)
      push({ op: 'scale', target: targetOf(mention), factor: round(factor) }, [mention], complex.head, isCommand(layout, complex) && !made);
  } else if (complex.verb === 'put') {
    const adds = /^(?:추가|더하|더해|첨가|add)/.test(layout.words[complex.head]?.text ?? '');
    if (!adds && !current) return;
    for (const mention of nouns) {
      const op: Op = { op: 'add', target: targetOf(mention) };
      push(mention.sharePct === null ? op : { ...op, pct: mention.sharePct }, [mention], complex.head, current);
    }
  } else if (complex.verb === 'drop' && complex.ending !== 'and') {
    for (const mention of smells(reachBack(layout, complex.first)))
      push({ op: 'remove', target: targetOf(mention) }, [mention], complex.head, current);
  } else if (complex.verb === 'drop' && current) {
    for (const mention of smells(reachBack(layout, complex.first)))
      push({ op: 'remove', target: targetOf(mention) }, [mention], complex.head, true);
  }
}

/** 지금보다 더 우디하게, 조금 덜 달게. */
function readComparatives(layout: Layout, targets: ReadonlySet<Mention>, push: Push): void {
  for (const mention of layout.mentionAt) {
    if (!mention?.smell || targets.has(mention) || mainFamily(mention.entry.families) === null) continue;
    const complex = layout.complexAt[mention.at];
    const compared = mention.relative || mention.soft || complex?.less === true;
    if (!compared) continue;
    const factor = mention.soft ? LESS_FACTOR : MORE_FACTOR;
    push({ op: 'scale', target: targetOf(mention), factor }, [mention], mention.at, true);
  }
}

/** The noun with 을/를 in front of "…로 바꿔". */
function objectBefore(layout: Layout, into: Mention | undefined): Mention | undefined {
  if (!into) return undefined;
  for (let j = into.at - 1; j >= 0; j--) {
    if (layout.words[j]?.kind === 'mark') return undefined;
    const mention = layout.mentionAt[j];
    if (mention?.smell) return mention;
  }
  return undefined;
}

/** 줄여 주세요, 높여 줘; not 더 도드라졌으면 해요. */
function isCommand(layout: Layout, complex: Complex): boolean {
  return complex.ending === 'fin' && /(?:줘|주세요|주십시오|세요|줄래|시다|라|주시겠어요)$/.test(layout.words[complex.last]?.text ?? '');
}

/** The smells after an English verb, up to the end of the sentence. */
function smellsAfter(layout: Layout, at: number): Mention[] {
  const found: Mention[] = [];
  for (let j = at + 1; j < layout.words.length; j++) {
    if (layout.words[j]?.kind === 'mark' && layout.words[j]?.value !== ',') break;
    const mention = layout.mentionAt[j];
    if (mention?.smell) found.push(mention);
  }
  return found;
}

const smells = (mentions: readonly Mention[]): Mention[] => mentions.filter((mention) => mention.smell);

/** A catalogue id or English name for a material, else the family. */
export function targetOf(mention: Mention): string {
  const { entry } = mention;
  if (entry.kind === 'material') return entry.materials[0] ?? entry.id.replaceAll('-', ' ');
  return mainFamily(entry.families) ?? entry.id;
}

function hasFactor(layout: Layout, complex: Complex): boolean {
  return [complex.first - 1, complex.first - 2, complex.head - 1].some((i) => {
    const word = layout.words[i];
    return word?.quantity?.unit === 'times' || word?.quantity?.unit === '%' || word?.value.startsWith('times:') === true;
  });
}

function degreeBefore(layout: Layout, complex: Complex): number {
  for (let i = complex.head - 1; i >= complex.first - 1; i--) {
    const factor = Number.parseFloat(layout.words[i]?.value ?? '');
    if (layout.words[i]?.kind === 'degree' && Number.isFinite(factor)) return factor;
  }
  return 1;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
