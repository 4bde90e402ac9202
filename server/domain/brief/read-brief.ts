import { FAMILIES, type Family, mainFamily, STYLE_OF_FAMILY, STYLES, type Style } from '../ingredient/family.ts';
import type { Lexicon } from '../lexicon/build-lexicon.ts';
import { readAmounts } from './amounts.ts';
import { canonicalForm, canonicalKey } from './canonical.ts';
import { type Complex, findComplexes } from './complexes.ts';
import { readContext } from './context.ts';
import { type Edits, readEdits } from './edits.ts';
import { gatherEvidence } from './evidence.ts';
import { type Judgement, judge } from './judge.ts';
import { findMentions, type Mention } from './mention.ts';
import { normaliseBrief } from './normalise.ts';
import { materialNotices, overrideNotice, tensionNotices, unresolvedWords } from './notices.ts';
import { type Placement, place, type Slot } from './placement.ts';
import type { Notice, Reading } from './reading.ts';
import { layOut } from './scope.ts';
import { segment, type Token } from './segment.ts';
import { type FamilyWishes, wishFamilies } from './shares.ts';
import { readStrength } from './strength.ts';
import { joinWords, type Word } from './words.ts';

export interface BriefReading {
  readonly reading: Reading;
  /** sha-256 of the canonical form, 64 hex; null when a cue could not be attached: never cache that. */
  readonly key: string | null;
  readonly canonical: unknown;
}

/** Every stage of one reading, for `interpret --trace`. */
export interface Trace {
  readonly folded: string;
  readonly tokens: readonly Token[];
  readonly words: readonly Word[];
  readonly complexes: readonly Complex[];
  readonly mentions: readonly Mention[];
  readonly judgement: Judgement;
}

/** Reads a brief without any model. Total: never throws for a string (checkBrief decides what is worth reading). */
export function readBrief(brief: string, lexicon: Lexicon): BriefReading {
  return traceBrief(brief, lexicon).result;
}

/** Reads a brief and keeps what each stage saw. */
export function traceBrief(brief: string, lexicon: Lexicon): { result: BriefReading; trace: Trace } {
  const text = normaliseBrief(brief);
  const tokens = segment(text, lexicon);
  const words = joinWords(tokens);
  const complexes = findComplexes(words);
  const mentions = findMentions(words);
  const layout = layOut(words, complexes, mentions);
  const judgement = judge(layout);
  const amounts = readAmounts(layout, text.folded);
  const placement = place(layout);
  const edits = readEdits(layout);
  const context = readContext(layout, amounts);
  const materials = materialNotices(mentions, context, amounts.concentrationPct, lexicon);
  const ignored = new Set([...edits.targets]);
  const wishes = wishFamilies(mentions, ignored);
  const strength = readStrength(layout, ignored);
  const override = overrideNotice(layout);
  const unresolved = unresolvedWords(layout);

  const notices: Notice[] = [
    ...materials.notices,
    ...(override ? [override.notice] : []),
    ...tensionNotices(layout, wishes, context),
    ...unresolved.map(({ text: word }): Notice => ({ kind: 'unresolved', text: `'${word}'의 뜻은 반영하지 못했어요.` })),
  ];
  const partial = {
    schema: 1 as const,
    style: styleOf(mentions, wishes),
    intensity: strength.intensity,
    complexity: strength.complexity,
    notes_preference: wishes.shares,
    reduce_families: [...wishes.reduced],
    exclude_families: [...wishes.excluded],
    ...materialLists(mentions, materials.refused, edits),
    pyramid: pyramidOf(mentions, placement, materials.refused),
    product: context.product,
    concentration: context.concentration,
    ifra_category: context.ifra_category,
    concentration_pct: amounts.concentrationPct,
    batch_ml: amounts.batchMl,
    cost_cap: amounts.costCap,
    season: context.season,
    occasion: context.occasion,
    wearer: context.wearer,
    longevity_hours_min: context.longevity_hours_min,
    sillage: context.sillage,
    prefer: context.prefer,
    reference: referenceOf(mentions),
    edit: edits.edit,
    mood: moodsOf(mentions),
    notices,
    clarify: clarifyOf(mentions, wishes, edits),
  };
  const { evidence, confidence } = gatherEvidence({
    text,
    words,
    mentions,
    partial,
    context,
    amounts,
    placement,
    edits,
    wishes,
    strength,
    override,
    unresolved,
    judgement,
  });
  const reading: Reading = { ...partial, confidence, evidence };
  const residual = unresolved.map(({ text: word }) => word).sort();
  const canonical = canonicalForm({ reading, residual, negations: judgement.negations, unresolvedCues: judgement.unattached });
  return {
    result: { reading, canonical, key: canonicalKey(canonical, judgement.unattached) },
    trace: { folded: text.folded, tokens, words, complexes, mentions, judgement },
  };
}

/** A style that is said wins; else the largest share speaks. */
function styleOf(mentions: readonly Mention[], wishes: FamilyWishes): Style {
  const said = new Set<Style>();
  for (const mention of mentions) {
    if (!mention.wanted || mention.entry.kind !== 'family' || mention.sharePct !== null) continue;
    if (STYLES.some((style) => style === mention.entry.id)) said.add(mention.entry.id as Style);
  }
  const [only] = said;
  const largest = STYLE_OF_FAMILY[mainFamily(wishes.shares) ?? 'floral'];
  if (said.size !== 1 || !only) return largest;
  let ofStyle = 0;
  for (const family of FAMILIES) if (STYLE_OF_FAMILY[family] === only) ofStyle += wishes.shares[family] ?? 0;
  return ofStyle >= 0.25 ? only : largest;
}

/** Catalogue ids to put in and to keep out; a material outside the catalogue keeps its English name. */
function materialLists(
  mentions: readonly Mention[],
  refused: ReadonlySet<Mention>,
  edits: Edits,
): Pick<Reading, 'include_ingredients' | 'exclude_ingredients'> {
  const include = new Set<string>();
  const exclude = new Set<string>();
  for (const mention of mentions) {
    const { entry } = mention;
    if (entry.kind !== 'material') continue;
    const name = entry.id.replaceAll('-', ' ');
    const replaced = edits.edit?.ops.some(
      ({ op, target }) => op === 'replace' && edits.targets.has(mention) && target === (entry.materials[0] ?? name),
    );
    // 바닐라를 줄여: scaling a material does not ask for it.
    const scaled = edits.edit?.ops.some(
      ({ op, target }) => op === 'scale' && edits.targets.has(mention) && target === (entry.materials[0] ?? name),
    );
    if (scaled) continue;
    if (replaced) {
      for (const id of entry.materials) exclude.add(id);
    } else if (mention.wanted && !refused.has(mention)) include.add(entry.materials[0] ?? name);
    else if (!mention.wanted && !mention.soft) {
      if (entry.materials.length === 0) exclude.add(name);
      for (const id of entry.materials) exclude.add(id);
    }
  }
  for (const id of exclude) include.delete(id);
  return { include_ingredients: [...include], exclude_ingredients: [...exclude] };
}

function pyramidOf(mentions: readonly Mention[], placement: Placement, refused: ReadonlySet<Mention>): Reading['pyramid'] {
  const slots: Record<Slot, string[]> = { top: [], middle: [], base: [] };
  let placed = placement.emptied.length > 0;
  for (const mention of mentions) {
    if (mention.slot === null || !mention.wanted || refused.has(mention)) continue;
    const name =
      mention.entry.kind === 'material'
        ? (mention.entry.materials[0] ?? mention.entry.id.replaceAll('-', ' '))
        : mainFamily(mention.entry.families);
    if (name === null || slots[mention.slot].includes(name)) continue;
    slots[mention.slot].push(name);
    placed = true;
  }
  return placed ? slots : null;
}

/** The character of a named perfume, never its name. */
function referenceOf(mentions: readonly Mention[]): Reading['reference'] {
  const brand = mentions.find((mention) => mention.entry.kind === 'brand' && mention.wanted);
  if (!brand) return null;
  const { families, value } = brand.entry;
  const ordered: Family[] = FAMILIES.filter((family) => families[family] !== undefined).sort(
    (a, b) => (families[b] ?? 0) - (families[a] ?? 0),
  );
  return { description: value ?? '', families: ordered };
}

function moodsOf(mentions: readonly Mention[]): string[] {
  const moods = new Set<string>();
  for (const mention of mentions)
    if (mention.wanted && (mention.entry.kind === 'mood' || mention.entry.kind === 'texture')) moods.add(mention.entry.id);
  return [...moods];
}

/** One question at most, and only when the brief gives no direction. */
function clarifyOf(mentions: readonly Mention[], wishes: FamilyWishes, edits: Edits): string | null {
  if (edits.edit !== null) return null;
  const directed = mentions.some(
    (mention) => mention.wanted && (mention.smell || (mention.entry.kind === 'strength' && Object.keys(mention.entry.families).length > 0)),
  );
  if (directed) return null;
  if (wishes.excluded.length > 0 || wishes.reduced.length > 0 || mentions.some((mention) => mention.smell && !mention.wanted)) {
    return '빼고 싶은 것은 알겠어요. 그럼 어떤 향을 중심에 두면 좋을까요? 예를 들어 나무, 머스크, 과일, 시트러스 중에서 골라 주세요.';
  }
  return '어떤 쪽이 끌리세요? 상쾌한 시트러스, 화사한 꽃, 차분한 나무, 포근한 머스크 중에서 하나만 골라 주세요.';
}
