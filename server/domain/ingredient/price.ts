import type { Material } from './material.ts';

export interface KnownPrice {
  readonly krwPerKg: number;
  /** own = the user's price; band = middle of the catalogue's price band, an estimate. */
  readonly basis: 'own' | 'band';
}

/** Won per US dollar until a user sets it; estimate. */
export const DEFAULT_KRW_PER_USD = 1400;

/** Price of a material: the user's own, else the middle of its band; null = no data. */
export function priceKrwPerKg(
  material: Material,
  setting: { readonly krwPerUsd: number; readonly ownPrices?: Readonly<Record<string, number>> },
): KnownPrice | null {
  const own = setting.ownPrices?.[material.id];
  if (own !== undefined) return { krwPerKg: own, basis: 'own' };
  const { priceUsdKgLow: low, priceUsdKgHigh: high } = material;
  if (low === null && high === null) return null;
  return { krwPerKg: (((low ?? high ?? 0) + (high ?? low ?? 0)) / 2) * setting.krwPerUsd, basis: 'band' };
}
