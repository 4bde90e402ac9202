import { mainFamily } from '../ingredient/family.ts';
import type { Amounts } from './amounts.ts';
import type { Context } from './context.ts';
import type { Edits } from './edits.ts';
import type { Judgement } from './judge.ts';
import type { Mention } from './mention.ts';
import type { BriefText } from './normalise.ts';
import type { Placement } from './placement.ts';
import type { Evidence, Reading } from './reading.ts';
import type { FamilyWishes } from './shares.ts';
import type { Word } from './words.ts';

interface Gathered {
  readonly text: BriefText;
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly partial: Omit<Reading, 'confidence' | 'evidence'>;
  readonly context: Context;
  readonly amounts: Amounts;
  readonly placement: Placement;
  readonly edits: Edits;
  readonly wishes: FamilyWishes;
  readonly strength: { readonly moved: readonly Mention[] };
  readonly override: { readonly at: number } | null;
  readonly unresolved: readonly { readonly at: number }[];
  readonly judgement: Judgement;
}

/** How sure a word makes us: as written, read through a typo, or said softly. */
const SURE = 0.95;
const CORRECTED = 0.75;
const SOFT = 0.85;

/** Which words led to each field, and how sure the whole reading is. */
export function gatherEvidence(of: Gathered): { evidence: Evidence[]; confidence: number } {
  const { text, words, mentions, partial } = of;
  const evidence: Evidence[] = [];
  const seen = new Set<string>();
  const add = (path: string, from: number, to: number, confidence: number) => {
    const start = text.at[words[from]?.start ?? 0] ?? 0;
    const last = words[to]?.end ?? 0;
    const end = endOf(text, last);
    const signature = `${path} ${start} ${end}`;
    if (seen.has(signature) || end <= start) return;
    seen.add(signature);
    evidence.push({ path, start, end, text: text.source.slice(start, end), confidence });
  };
  const sureOf = (mention: Mention) => (mention.word.corrected ? CORRECTED : mention.soft ? SOFT : SURE);
  const addMention = (path: string, mention: Mention) => {
    const cue = mention.cue;
    const near = cue !== null && Math.abs(cue - mention.at) <= 6;
    add(path, near ? Math.min(mention.at, cue) : mention.at, near ? Math.max(mention.at, cue) : mention.at, sureOf(mention));
  };
  for (const mention of mentions) {
    if (!mention.smell) continue;
    const main = mainFamily(mention.entry.families);
    const material = mention.entry.kind === 'material';
    if (mention.wanted) {
      if (main !== null && partial.notes_preference[main] !== undefined && !of.edits.targets.has(mention))
        addMention(`notes_preference.${main}`, mention);
      if (main !== null && mention.reduced) addMention('reduce_families', mention);
      if (material && partial.include_ingredients.includes(mention.entry.materials[0] ?? mention.entry.id.replaceAll('-', ' ')))
        addMention('include_ingredients', mention);
      if (material && partial.exclude_ingredients.includes(mention.entry.materials[0] ?? mention.entry.id.replaceAll('-', ' '))) {
        addMention('exclude_ingredients', mention);
      }
      if (mention.slot !== null) addMention(`pyramid.${mention.slot}`, mention);
      if (mention.entry.kind === 'brand') addMention('reference', mention);
      if (partial.mood.includes(mention.entry.id)) addMention('mood', mention);
    } else {
      if (main !== null && partial.exclude_families.includes(main)) addMention('exclude_families', mention);
      else if (main !== null && partial.reduce_families.includes(main)) addMention('reduce_families', mention);
      if (material && !mention.soft) addMention('exclude_ingredients', mention);
    }
  }
  const styled = mentions.find(
    (mention) => mention.smell && mention.wanted && mainFamily(mention.entry.families) === mainFamily(partial.notes_preference),
  );
  if (styled) addMention('style', styled);
  for (const mention of of.strength.moved) {
    if (mention.entry.intensity !== 0) addMention('intensity', mention);
    if (mention.entry.complexity !== 0) addMention('complexity', mention);
  }
  for (const { path, mention } of of.context.behind) addMention(path, mention);
  for (const { field, at } of of.amounts.cues) add(field, at, at, SURE);
  for (const at of of.placement.cues) {
    const slot = words[at]?.value;
    if (slot === 'top' || slot === 'middle' || slot === 'base') add(`pyramid.${slot}`, at, at, SURE);
  }
  if (of.edits.edit && of.edits.cue !== null) {
    const from = Math.min(of.edits.cue, ...[...of.edits.targets].map((mention) => mention.at));
    add('edit', from, of.edits.cue, SURE);
  }
  if (of.override) add('notices', of.override.at, of.override.at, SURE);
  for (const { at } of of.unresolved) add('notices', at, at, 0.5);
  return { evidence, confidence: confidenceOf(of) };
}

/** Source offset behind the last folded character before `last`. */
function endOf(text: BriefText, last: number): number {
  const start = text.at[last - 1];
  if (start === undefined) return 0;
  return start + String.fromCodePoint(text.source.codePointAt(start) ?? 32).length;
}

function confidenceOf({ mentions, unresolved, judgement, wishes, partial }: Gathered): number {
  let confidence = wishes.defaulted && partial.edit === null ? 0.4 : 0.92;
  confidence -= Math.min(0.3, unresolved.length * 0.06);
  confidence -= Math.min(0.2, judgement.unattached * 0.15);
  confidence -= Math.min(0.12, mentions.filter((mention) => mention.word.corrected).length * 0.04);
  confidence -= Math.min(0.15, partial.notices.filter((notice) => notice.kind === 'tension').length * 0.07);
  return Math.round(Math.max(0.1, confidence) * 100) / 100;
}
