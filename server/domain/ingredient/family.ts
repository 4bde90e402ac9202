/** The odour families used everywhere, in fixed display order (volatile to tenacious). */
export const FAMILIES = [
  'citrus',
  'fruity',
  'green',
  'aromatic',
  'aquatic',
  'clean',
  'aldehydic',
  'floral',
  'spicy',
  'woody',
  'amber',
  'gourmand',
  'musk',
  'powdery',
  'leather',
  'smoky',
  'earthy',
  'animalic',
] as const;
export type Family = (typeof FAMILIES)[number];

/** Weights per family; a missing family weighs nothing. */
export type FamilyWeights = Partial<Record<Family, number>>;

export const STYLES = ['fresh', 'floral', 'woody', 'oriental'] as const;
export type Style = (typeof STYLES)[number];

/** The style that a family speaks for when a brief names none. */
export const STYLE_OF_FAMILY: Readonly<Record<Family, Style>> = {
  citrus: 'fresh',
  fruity: 'fresh',
  green: 'fresh',
  aromatic: 'fresh',
  aquatic: 'fresh',
  clean: 'fresh',
  aldehydic: 'fresh',
  floral: 'floral',
  powdery: 'floral',
  woody: 'woody',
  leather: 'woody',
  smoky: 'woody',
  earthy: 'woody',
  spicy: 'oriental',
  amber: 'oriental',
  gourmand: 'oriental',
  musk: 'oriental',
  animalic: 'oriental',
};

export const NOTES = ['top', 'middle', 'base'] as const;
export type Note = (typeof NOTES)[number];

/** The family with the largest weight; ties go to the earlier family. Null when all weigh nothing. */
export function mainFamily(weights: FamilyWeights): Family | null {
  let best: Family | null = null;
  let bestWeight = 0;
  for (const family of FAMILIES) {
    const weight = weights[family] ?? 0;
    if (weight > bestWeight) {
      best = family;
      bestWeight = weight;
    }
  }
  return best;
}
