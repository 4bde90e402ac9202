import { FAMILIES, type Family, type FamilyWeights } from '#domain/ingredient/family.ts';

/** The twelve colours that eighteen families share, volatile to tenacious. Colour never stands alone: glyph and label go with it. */
export const COLOUR_GROUPS = [
  'citrus',
  'green',
  'aromatic',
  'marine',
  'fruity',
  'floral',
  'spicy',
  'gourmand',
  'woody',
  'amber',
  'musk',
  'leather',
] as const;
export type ColourGroup = (typeof COLOUR_GROUPS)[number];

const GROUP_OF_FAMILY: Readonly<Record<Family, ColourGroup>> = {
  citrus: 'citrus',
  fruity: 'fruity',
  green: 'green',
  aromatic: 'aromatic',
  aquatic: 'marine',
  clean: 'marine',
  aldehydic: 'marine',
  floral: 'floral',
  powdery: 'floral',
  spicy: 'spicy',
  woody: 'woody',
  earthy: 'woody',
  amber: 'amber',
  gourmand: 'gourmand',
  musk: 'musk',
  leather: 'leather',
  smoky: 'leather',
  animalic: 'leather',
};

export const GLYPH: Readonly<Record<ColourGroup, string>> = {
  citrus: '◐',
  green: '▲',
  aromatic: '✚',
  marine: '≈',
  fruity: '●',
  floral: '✿',
  spicy: '✦',
  gourmand: '◆',
  woody: '▮',
  amber: '⬢',
  musk: '○',
  leather: '▬',
};

export function groupOf(family: Family): ColourGroup {
  return GROUP_OF_FAMILY[family];
}

export function colourOf(family: Family): string {
  return `var(--family-${GROUP_OF_FAMILY[family]})`;
}

export interface FamilyShare {
  readonly family: Family;
  readonly share: number;
}

/** Shares above zero, largest first; ties keep the families' own order. */
export function sharesOf(weights: FamilyWeights): FamilyShare[] {
  return FAMILIES.map((family) => ({ family, share: weights[family] ?? 0 }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
}
