import { FAMILIES, type Family, type FamilyWeights, mainFamily } from '../ingredient/family.ts';
import type { Mention } from './mention.ts';

/** What the brief wants and does not want of the families. */
export interface FamilyWishes {
  readonly shares: FamilyWeights;
  readonly reduced: readonly Family[];
  readonly excluded: readonly Family[];
  /** Families both refused and asked for: [family, the wanted mention]. */
  readonly conflicts: readonly { family: Family; wanted: Mention; refused: Mention }[];
  /** Nothing wanted: the shares are the balanced default. */
  readonly defaulted: boolean;
}

/** A perfume nobody would call odd, for a brief that names no smell (estimate). */
export const BALANCED: FamilyWeights = { citrus: 0.15, floral: 0.25, woody: 0.2, musk: 0.2, clean: 0.1, amber: 0.1 };

/** How much a kind of word says about the smell itself. Context colours a brief, it does not carry it. */
const SALIENCE: Readonly<Record<string, number>> = {
  family: 1,
  material: 1,
  brand: 0.8,
  scene: 0.85,
  texture: 0.6,
  mood: 0.4,
  season: 0.18,
  occasion: 0.14,
  wearer: 0.18,
  strength: 0.4,
  longevity: 0.3,
};
const CARRIERS = new Set(['family', 'material', 'brand', 'scene']);
const REDUCED_TO = 0.45;
/** Highest share of a family that is to be less than usual. */
const REDUCED_MAX = 0.8;
/** Highest share of a family one of whose materials is unwanted, while nothing wanted belongs to it. */
const SPOILT_MAX = 0.03;
/** Unwanted materials of one family from which on the family itself is meant. */
const FAMILY_BY_LIST = 3;
const SMALLEST = 0.004;

/** Turns mentions into shares per family (sum 1) and the lists of reduced and excluded families. */
export function wishFamilies(mentions: readonly Mention[], ignored: ReadonlySet<Mention>): FamilyWishes {
  const wanted = mentions.filter((mention) => mention.wanted && !ignored.has(mention));
  const refusedIds = new Set(mentions.filter((mention) => !mention.wanted).map((mention) => mention.entry.id));
  // "머스크는 별로, 머스크가 덜 나는": the second mention says less of it, not that it is wanted.
  const carriers = wanted.filter((mention) => CARRIERS.has(mention.entry.kind) && !(mention.reduced && refusedIds.has(mention.entry.id)));
  const { excluded, reduced, conflicts } = refuse(mentions, carriers, ignored);
  const sums = weigh(wanted.filter((mention) => !(mention.reduced && refusedIds.has(mention.entry.id))));
  const spoilt = spoiltFamilies(mentions, carriers);
  for (const family of excluded) delete sums[family];
  for (const family of reduced) if (sums[family] !== undefined) sums[family] = (sums[family] ?? 0) * REDUCED_TO;
  const defaulted = mainFamily(sums) === null;
  if (defaulted)
    for (const family of FAMILIES)
      if (BALANCED[family] !== undefined && !excluded.has(family) && !spoilt.has(family))
        sums[family] = (BALANCED[family] ?? 0) * (reduced.has(family) ? REDUCED_TO : 1);
  if (mainFamily(sums) === null) sums[FAMILIES.find((family) => !excluded.has(family)) ?? 'musk'] = 1;
  const shares = normalise(sums);
  for (const family of spoilt) capShare(shares, family, SPOILT_MAX);
  for (const family of reduced) capShare(shares, family, REDUCED_MAX);
  return { shares: tidy(shares), reduced: inOrder(reduced), excluded: inOrder(excluded), conflicts, defaulted };
}

function weigh(wanted: readonly Mention[]): FamilyWeights {
  const sums: FamilyWeights = {};
  const add = (families: FamilyWeights, factor: number) => {
    for (const family of FAMILIES) {
      const weight = families[family];
      if (weight !== undefined) sums[family] = (sums[family] ?? 0) + weight * factor;
    }
  };
  const shared = wanted.filter((mention) => mention.sharePct !== null);
  const total = shared.reduce((sum, mention) => sum + (mention.sharePct ?? 0), 0);
  if (shared.length > 0 && total > 0) {
    // Explicit shares are honoured; what they leave open goes to the rest of the brief, or to the balanced default.
    for (const mention of shared) add(normalise(mention.entry.families), (mention.sharePct ?? 0) / Math.max(100, total));
    const open = 1 - total / 100;
    if (open > 0.005) {
      const named = new Set(shared.map((mention) => mainFamily(mention.entry.families)));
      const rest = weigh(wanted.filter((mention) => mention.sharePct === null && CARRIERS.has(mention.entry.kind)));
      const filler =
        mainFamily(rest) === null
          ? Object.fromEntries(FAMILIES.filter((family) => !named.has(family)).map((family) => [family, BALANCED[family] ?? 0]))
          : rest;
      add(normalise(filler), open);
    }
    return sums;
  }
  const seen = new Map<string, number>();
  const carried = wanted.some((mention) => mention.entry.kind !== 'longevity' && mainFamily(mention.entry.families) !== null);
  for (const mention of wanted) {
    if (!carried) continue;
    // The same word twice is emphasis, not twice the material.
    const again = seen.get(mention.entry.id) ?? 0;
    seen.set(mention.entry.id, again + 1);
    const factor = mention.weight * (SALIENCE[mention.entry.kind] ?? 0) * (again === 0 ? 1 : 0.2);
    if (mention.entry.kind === 'strength' && mention.bound) continue;
    add(mention.entry.families, factor);
  }
  return sums;
}

/** Which families the unwanted mentions take out or turn down. */
function refuse(mentions: readonly Mention[], carriers: readonly Mention[], ignored: ReadonlySet<Mention>) {
  const excluded = new Set<Family>();
  const reduced = new Set<Family>();
  const conflicts: { family: Family; wanted: Mention; refused: Mention }[] = [];
  const listed = new Map<Family, number>();
  const lessened = new Set(mentions.filter((mention) => mention.wanted && mention.reduced).map((mention) => mention.entry.id));
  for (const mention of mentions) {
    const main = mainFamily(mention.entry.families);
    if (main === null || !mention.smell || mention.aside || (mention.wanted && ignored.has(mention))) continue;
    const peak = mention.entry.families[main] ?? 0;
    const mains = FAMILIES.filter((family) => (mention.entry.families[family] ?? 0) >= peak * 0.9);
    if (mention.wanted) {
      if (mention.reduced) for (const family of mains) reduced.add(family);
      continue;
    }
    if (
      mention.soft ||
      lessened.has(mention.entry.id) ||
      mention.entry.kind === 'mood' ||
      mention.entry.kind === 'texture' ||
      mention.entry.kind === 'brand' ||
      (peak < 0.6 && mention.entry.value !== 'bad') ||
      mention.entry.value === 'bad-quality'
    ) {
      if (mention.entry.value !== 'bad-quality' && mention.entry.kind !== 'mood') for (const family of mains) reduced.add(family);
      continue;
    }
    if (mention.entry.kind === 'material') {
      const count = (listed.get(main) ?? 0) + 1;
      listed.set(main, count);
      if (count >= FAMILY_BY_LIST && !carriers.some((carrier) => mainFamily(carrier.entry.families) === main)) excluded.add(main);
      continue;
    }
    // 싸구려 비누 말고 호텔 비누: only the qualified kind is refused, the thing itself is wanted.
    if (mention.qualified && carriers.some((carrier) => carrier.entry.id === mention.entry.id)) continue;
    for (const family of mains) {
      const rival = carriers.find((carrier) => mainFamily(carrier.entry.families) === family);
      if (!rival) excluded.add(family);
      // 꽃집 냄새는 아니고, in a floral: the scene goes, the family stays as it is.
      else if (mention.entry.kind === 'scene') continue;
      else {
        reduced.add(family);
        if (mention.entry.value !== 'bad') conflicts.push({ family, wanted: rival, refused: mention });
      }
    }
  }
  for (const family of excluded) reduced.delete(family);
  return { excluded, reduced, conflicts };
}

/** Main families of unwanted materials that nothing wanted belongs to. */
function spoiltFamilies(mentions: readonly Mention[], carriers: readonly Mention[]): Set<Family> {
  const spoilt = new Set<Family>();
  for (const mention of mentions) {
    const main = mainFamily(mention.entry.families);
    if (mention.wanted || mention.soft || mention.entry.kind !== 'material' || main === null) continue;
    if (!carriers.some((carrier) => mainFamily(carrier.entry.families) === main)) spoilt.add(main);
  }
  return spoilt;
}

function normalise(weights: FamilyWeights): FamilyWeights {
  let total = 0;
  for (const family of FAMILIES) total += weights[family] ?? 0;
  const shares: FamilyWeights = {};
  for (const family of FAMILIES) if (total > 0 && (weights[family] ?? 0) > 0) shares[family] = (weights[family] ?? 0) / total;
  return shares;
}

/** Holds one family's share at `max`; the others grow in proportion. Alone, it keeps all. */
function capShare(shares: FamilyWeights, family: Family, max: number): void {
  const share = shares[family] ?? 0;
  if (share <= max || share >= 1 - 1e-9) return;
  const factor = (1 - max) / (1 - share);
  for (const other of FAMILIES) if (shares[other] !== undefined) shares[other] = other === family ? max : (shares[other] ?? 0) * factor;
}

/** Drops traces and rounds to four decimals with an exact sum of 1. */
function tidy(shares: FamilyWeights): FamilyWeights {
  const kept = normalise(
    Object.fromEntries(FAMILIES.filter((family) => (shares[family] ?? 0) >= SMALLEST).map((family) => [family, shares[family]])),
  );
  const rounded: FamilyWeights = {};
  let sum = 0;
  for (const family of FAMILIES) {
    if (kept[family] === undefined) continue;
    rounded[family] = Math.round((kept[family] ?? 0) * 1e4) / 1e4;
    sum += rounded[family] ?? 0;
  }
  const main = mainFamily(rounded);
  if (main !== null) rounded[main] = Math.round(((rounded[main] ?? 0) + 1 - sum) * 1e4) / 1e4;
  return rounded;
}

const inOrder = (families: ReadonlySet<Family>): Family[] => FAMILIES.filter((family) => families.has(family));
