import type { Mention } from './mention.ts';
import type { CostCap } from './reading.ts';
import { type Layout, nounsBefore } from './scope.ts';
import type { Word } from './words.ts';

/** What the numbers of a brief say. Shares go to the mentions themselves. */
export interface Amounts {
  concentrationPct: number | null;
  batchMl: number | null;
  costCap: CostCap | null;
  longevityHours: number | null;
  /** Word index of the number behind each field, for the evidence. */
  readonly cues: { field: 'concentration_pct' | 'batch_ml' | 'cost_cap' | 'longevity_hours_min'; at: number }[];
}

/** Density of an alcoholic product, g/ml (estimate). */
const ALCOHOLIC_G_ML = 0.81;

/** Gives every number its role: share, dose of concentrate, batch, cost cap or hours of wear. */
export function readAmounts(layout: Layout, folded: string): Amounts {
  const amounts: Amounts = { concentrationPct: null, batchMl: null, costCap: null, longevityHours: null, cues: [] };
  const forward = sharesComeFirst(layout);
  readParts(layout);
  for (const [i, word] of layout.words.entries()) {
    if (word.kind === 'degree' && word.value === 'equal') shareEqually(layout, i);
    const quantity = word.quantity;
    if (!quantity || isDenied(layout, i)) continue;
    if (quantity.unit === '%') readPercent(layout, i, quantity.value, forward, amounts);
    else if (quantity.unit === 'ratio') readRatio(layout, i, quantity.ratio ?? []);
    else if (quantity.unit === 'won' && quantity.value > 0) {
      amounts.costCap = readCost(folded, word, quantity.value);
      amounts.cues.push({ field: 'cost_cap', at: i });
    } else if ((quantity.unit === 'ml' || quantity.unit === 'g') && !isPer(folded, word)) {
      if (quantity.value > 0) {
        amounts.batchMl = quantity.unit === 'ml' ? quantity.value : Math.round((quantity.value / ALCOHOLIC_G_ML) * 10) / 10;
        amounts.cues.push({ field: 'batch_ml', at: i });
      }
    } else if (quantity.unit === 'hour' && quantity.value >= 0.5 && quantity.value <= 96 && isWear(layout, i)) {
      amounts.longevityHours = quantity.value;
      amounts.cues.push({ field: 'longevity_hours_min', at: i });
    }
  }
  return amounts;
}

/** 스모키 20, 우디 50, 앰버 30: bare numbers behind at least two smells are parts. */
function readParts(layout: Layout): void {
  const parts: { mention: Mention; value: number }[] = [];
  for (const [i, word] of layout.words.entries()) {
    if (word.quantity?.unit !== 'plain') continue;
    const mention = layout.mentionAt[layout.words[i - 1]?.value === ':' ? i - 2 : i - 1];
    if (mention?.smell) parts.push({ mention, value: word.quantity.value });
  }
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  if (parts.length < 2 || !(total > 0)) return;
  for (const { mention, value } of parts) mention.sharePct = (value / total) * 100;
}

/** 70 % 장미, 30 % 머스크: the first number has no noun before it. */
function sharesComeFirst(layout: Layout): boolean {
  const first = layout.words.findIndex((word) => word.quantity?.unit === '%');
  return first >= 0 && nounsBefore(layout, first).filter((mention) => mention.smell).length === 0 && nextSmell(layout, first) !== null;
}

function readPercent(layout: Layout, i: number, value: number, forward: boolean, amounts: Amounts): void {
  if (value <= 0 || value > 100) return;
  const before = layout.words[i - 1];
  const near = [before, layout.words[i - 2]];
  const dosed = near.some((word) => word?.kind === 'concentration') || layout.words[i + 1]?.kind === 'concentration';
  if (dosed || (before && /^(?:향료|원액|향료를|원액을)$/.test(before.text))) {
    amounts.concentrationPct = value;
    amounts.cues.push({ field: 'concentration_pct', at: i });
    return;
  }
  if (isChange(layout, i)) return;
  const target = forward
    ? nextSmell(layout, i)
    : (nounsBefore(layout, i).find((mention) => mention.smell && mention.sharePct === null) ?? nextSmell(layout, i));
  if (target && target.sharePct === null) target.sharePct = value;
}

/** 15 % 말고 8 %로: a number that is taken back. */
function isDenied(layout: Layout, i: number): boolean {
  const next = layout.complexAt[i + 1];
  return (
    (next !== undefined && next.first === i + 1 && (next.verb === 'stop' || next.verb === 'isnt')) ||
    layout.words[i + 1]?.value === 'instead'
  );
}

/** 20 % 줄여 주세요 changes the formula; it is no share. */
export function isChange(layout: Layout, i: number): boolean {
  const complex = layout.complexAt[i + 1] ?? (layout.words[i + 1]?.kind === 'degree' ? layout.complexAt[i + 2] : undefined);
  return complex !== undefined && (complex.verb === 'less' || complex.verb === 'more');
}

function nextSmell(layout: Layout, i: number): Mention | null {
  for (let j = i + 1; j <= i + 3 && j < layout.words.length; j++) {
    const mention = layout.mentionAt[j];
    if (mention?.smell) return mention;
    if (layout.words[j]?.kind === 'mark' || layout.complexAt[j]) return null;
  }
  return null;
}

/** 장미와 머스크 7:3, or 7:3으로 장미와 머스크. */
function readRatio(layout: Layout, i: number, parts: readonly number[]): void {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total <= 0) return;
  const all = layout.mentionAt.filter(
    (mention): mention is Mention => mention?.smell === true && mention.wanted && mention.word.ending === null,
  );
  const before = all.filter((mention) => mention.at < i).slice(-parts.length);
  const named = before.length === parts.length ? before : all.filter((mention) => mention.at > i).slice(0, parts.length);
  if (named.length !== parts.length) return;
  for (const [k, mention] of named.entries()) mention.sharePct = ((parts[k] ?? 0) / total) * 100;
}

function shareEqually(layout: Layout, i: number): void {
  const nouns = nounsBefore(layout, i).filter((mention) => mention.smell);
  if (nouns.length < 2) return;
  for (const mention of nouns) mention.sharePct = 100 / nouns.length;
}

const PER =
  /(\d+(?:\.\d+)?)?(ml|미리|밀리|밀리리터|미리리터|cc|kg|킬로|킬로그램|키로|g|그램)(?:당|에|기준|마다)?(?:원가|단가|가격|비용|재료비|원료비)?(?:은|는|이|가)?(?:약|최대)?$/;
const PER_AFTER = /^(?:원)?(?:,|\/|per|에)(\d+)?(ml|kg|g|킬로|미리|밀리)/;

/** 1ml당 500원, kg당 10만 원, 총 3만 원. */
function readCost(folded: string, word: Word, won: number): CostCap {
  const before = PER.exec(folded.slice(Math.max(0, word.start - 16), word.start));
  const after = PER_AFTER.exec(folded.slice(word.quantity?.end ?? word.end, word.end + 8));
  const per = before ?? after;
  if (!per) return { value: won, unit: 'KRW/batch' };
  const count = per[1] ? Number(per[1]) : 1;
  const unit = per[2] ?? '';
  // 30ml에 3만 원 is the price of the batch: only "당" or a single unit makes a rate.
  if (before && count > 1 && !/당|기준|마다/.test(before[0])) return { value: won, unit: 'KRW/batch' };
  if (/^(?:kg|킬로|키로)/.test(unit)) return { value: won / count, unit: 'KRW/kg' };
  if (/^(?:g|그램)/.test(unit)) return { value: (won / count) * 1000, unit: 'KRW/kg' };
  return { value: won / count, unit: 'KRW/ml' };
}

function isPer(folded: string, word: Word): boolean {
  return /^(?:당|마다|기준\d)/.test(folded.slice(word.end - (word.particles.join('').length || 0))) || /^당/.test(folded.slice(word.end));
}

/** 8시간 이상 지속, 6시간은 가야: hours of wear, not "30분 뒤". */
function isWear(layout: Layout, i: number): boolean {
  const after = layout.words[i + 1]?.text ?? '';
  if (/^(?:뒤|후|지나|전|안에|만에)/.test(after)) return false;
  const near = layout.words.slice(Math.max(0, i - 5), i + 6);
  return near.some(
    (word) => word.kind === 'longevity' || /^(?:가|이상|유지|버티|간|갔|동안|넘게|정도)/.test(word.text) || word.value === 'end',
  );
}
