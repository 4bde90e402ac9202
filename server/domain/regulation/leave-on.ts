import type { IfraCategory } from './category.ts';

/** IFRA categories of products that are washed or rinsed off: mouth and tooth care, hair, body and hand wash, household. */
const RINSE_OFF: readonly IfraCategory[] = ['6', '7A', '9', '10A'];

/** Rinse-off products have tenfold allergen label thresholds and some wider Korean limits. All others count as leave-on. */
export function isRinseOff(category: IfraCategory): boolean {
  return RINSE_OFF.includes(category);
}

/** Products that Korean cosmetics law does not cover: diffusers, sprays for rooms and cloth, candles, household. */
const NOT_COSMETIC_IN_KOREA: readonly IfraCategory[] = ['10A', '10B', '11A', '11B', '12'];

export function isCosmeticInKorea(category: IfraCategory): boolean {
  return !NOT_COSMETIC_IN_KOREA.includes(category);
}
