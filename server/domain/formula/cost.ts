import type { Catalogue } from '../ingredient/catalogue.ts';
import { type KnownPrice, priceKrwPerKg } from '../ingredient/price.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { MaterialLine } from './formula.ts';

export interface Cost {
  /** KRW per kg of concentrate; null when no line has a price. */
  readonly value: number | null;
  /** Names of lines without a price: the value leaves them out, so it is a lower bound then. */
  readonly missing: readonly string[];
  /** own = every price is the user's; band = middle of price bands (estimate); mixed. */
  readonly basis: 'own' | 'band' | 'mixed';
}

export interface PriceSetting {
  readonly krwPerUsd: number;
  /** The user's own prices, KRW per kg, by material id. */
  readonly ownPrices?: Readonly<Record<string, number>>;
}

/** Cost of a concentrate. @param lines neat % of the concentrate (Σ need not be 100: the rest costs nothing). */
export function costKrwPerKg(catalogue: Catalogue, lines: readonly MaterialLine[], setting: PriceSetting): Cost {
  const priced: { pct: number; price: KnownPrice }[] = [];
  const missing: string[] = [];
  for (const { materialId, pct } of lines) {
    const material = materialOf(catalogue, materialId);
    const price = priceKrwPerKg(material, setting);
    if (price) priced.push({ pct, price });
    else missing.push(material.name);
  }
  if (priced.length === 0) return { value: null, missing, basis: 'band' };
  const value = priced.reduce((sum, { pct, price }) => sum + (pct / 100) * price.krwPerKg, 0);
  const own = priced.filter(({ price }) => price.basis === 'own').length;
  return { value, missing, basis: own === priced.length ? 'own' : own === 0 ? 'band' : 'mixed' };
}

/**
 * Cost of the concentrate in one bottle, KRW.
 * @param densityGMl of the finished product; 0.81 for an alcoholic one, 0.90 for a concentrate (estimates, the user's own wins)
 */
export function costKrwPerBottle(krwPerKgConcentrate: number, bottle: { ml: number; dosePct: number; densityGMl: number }): number {
  const concentrateG = (bottle.ml * bottle.densityGMl * bottle.dosePct) / 100;
  return (krwPerKgConcentrate * concentrateG) / 1000;
}
