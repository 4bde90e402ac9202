import { categoryOf, type Product } from '#domain/brief/product.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { FAMILIES, type Family, type FamilyWeights } from '#domain/ingredient/family.ts';

/** The reading with one family's share set; the others keep their proportions and all sum to 1. */
export function changeShare(reading: Reading, family: Family, wanted: number): Reading {
  const share = Math.min(1, Math.max(0, wanted));
  const others = FAMILIES.filter((one) => one !== family && (reading.notes_preference[one] ?? 0) > 0);
  const rest = others.reduce((sum, one) => sum + (reading.notes_preference[one] ?? 0), 0);
  if (rest === 0) return { ...reading, notes_preference: { [family]: 1 } };
  const weights: FamilyWeights = {};
  for (const one of others) weights[one] = ((reading.notes_preference[one] ?? 0) / rest) * (1 - share);
  if (share > 0) weights[family] = share;
  return {
    ...reading,
    notes_preference: weights,
    exclude_families: reading.exclude_families.filter((one) => one !== family || share === 0),
  };
}

/** The reading with a family excluded; the last remaining family cannot be. */
export function withoutFamily(reading: Reading, family: Family): Reading {
  const without = changeShare(reading, family, 0);
  if ((without.notes_preference[family] ?? 0) > 0) return reading;
  return {
    ...without,
    reduce_families: reading.reduce_families.filter((one) => one !== family),
    exclude_families: [...new Set([...reading.exclude_families, family])],
  };
}

/** The reading with an excluded family or material allowed again. */
export function removeExcluded(reading: Reading, excluded: string): Reading {
  return {
    ...reading,
    exclude_families: reading.exclude_families.filter((family) => family !== excluded),
    exclude_ingredients: reading.exclude_ingredients.filter((id) => id !== excluded),
  };
}

/** The reading for another product, with that product's IFRA category. */
export function changeProduct(reading: Reading, product: Product): Reading {
  return { ...reading, product, ifra_category: categoryOf(product) };
}

/** The reading with a cap on the concentrate's price, won per kg; nothing or zero lifts the cap. */
export function changeCostCap(reading: Reading, wonPerKg: number): Reading {
  return { ...reading, cost_cap: wonPerKg > 0 ? { value: wonPerKg, unit: 'KRW/kg' } : null };
}
