import { FAMILIES, type FamilyWeights, mainFamily, STYLE_OF_FAMILY } from '../ingredient/family.ts';
import type { Lexicon } from '../lexicon/build-lexicon.ts';
import { sha256Hex } from '../math/sha256.ts';
import type { Reading } from './reading.ts';

export interface BriefReading {
  readonly reading: Reading;
  /** sha-256 of the canonical form, 64 hex; null when a cue could not be attached: never cache that. */
  readonly key: string | null;
  readonly canonical: unknown;
}

const BALANCED: FamilyWeights = { citrus: 0.15, floral: 0.25, woody: 0.2, musk: 0.2, clean: 0.1, amber: 0.1 };

/** Reads a brief without any model. Total: never throws for a string. */
export function readBrief(brief: string, lexicon: Lexicon): BriefReading {
  const text = brief.normalize('NFC').toLowerCase().replace(/\s+/g, '');
  const sums: FamilyWeights = {};
  for (let i = 0; i < text.length; ) {
    let step = 1;
    for (let length = Math.min(lexicon.longest, text.length - i); length >= 2; length--) {
      const [entry] = lexicon.surfaces.get(text.slice(i, i + length)) ?? [];
      if (!entry) continue;
      for (const family of FAMILIES) {
        const weight = entry.families[family];
        if (weight !== undefined) sums[family] = (sums[family] ?? 0) + weight;
      }
      step = length;
      break;
    }
    i += step;
  }
  const weights = mainFamily(sums) === null ? BALANCED : sums;
  const total = Object.values(weights).reduce((sum, value) => sum + value, 0);
  const shares: FamilyWeights = {};
  for (const family of FAMILIES) {
    const weight = weights[family];
    if (weight !== undefined && weight > 0) shares[family] = weight / total;
  }
  const reading: Reading = {
    schema: 1,
    style: STYLE_OF_FAMILY[mainFamily(shares) ?? 'floral'],
    intensity: 0.5,
    complexity: 0.4,
    notes_preference: shares,
    reduce_families: [],
    exclude_families: [],
    include_ingredients: [],
    exclude_ingredients: [],
    pyramid: null,
    product: 'fine_fragrance',
    concentration: null,
    ifra_category: '4',
    concentration_pct: null,
    batch_ml: null,
    cost_cap: null,
    season: [],
    occasion: [],
    wearer: null,
    longevity_hours_min: null,
    sillage: null,
    prefer: { natural: false, minimise_allergens: false, novelty: false },
    reference: null,
    edit: null,
    mood: [],
    notices: [],
    clarify: mainFamily(sums) === null ? '어떤 계열의 향이 좋으세요? 예를 들어 꽃, 나무, 과일, 머스크 중에서 골라 주세요.' : null,
    confidence: 0.5,
    evidence: [],
  };
  const canonical = { ...reading, evidence: [], confidence: 0, clarify: null };
  return { reading, canonical, key: sha256Hex(JSON.stringify(canonical)) };
}
