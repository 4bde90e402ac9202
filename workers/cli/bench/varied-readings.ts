import { PRODUCTS } from '#domain/brief/product.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { FAMILIES, type Family, mainFamily, NOTES } from '#domain/ingredient/family.ts';
import { Rng } from '#domain/math/rng.ts';
import { MARKETS, type Market } from '#domain/regulation/category.ts';

export interface VariedReading {
  readonly reading: Reading;
  readonly market: Market;
  readonly dosePct: number;
}

/**
 * Readings drawn at random over everything that evolution must obey: families, exclusions, wishes, pyramid slots, products with
 * their categories, doses, markets and budgets. A wish is never also excluded, as the reader guarantees.
 */
export function variedReading(catalogue: Catalogue, seed: number): VariedReading {
  const rng = Rng.fromSeed(seed);
  const oneOf = <T>(items: readonly T[]): T => items[rng.int(items.length)] as T;
  const families = rng.shuffle([...FAMILIES]);
  const spoken = families.slice(0, 1 + rng.int(4));
  const excludedFamilies = families.slice(8, 8 + rng.int(4));
  const perfumery = catalogue.materials.filter(({ kind }) => kind !== 'solvent');
  const usable = perfumery.filter(({ families: weights, status }) => {
    const main = mainFamily(weights);
    return status === 'ok' && main !== null && !excludedFamilies.includes(main);
  });
  const wanted = rng.uniform() < 0.6 ? Array.from({ length: 1 + rng.int(3) }, () => oneOf(usable).id) : [];
  const excluded = (rng.uniform() < 0.5 ? Array.from({ length: 1 + rng.int(6) }, () => oneOf(perfumery).id) : []).filter(
    (id) => !wanted.includes(id),
  );
  const product = rng.uniform() < 0.4 ? 'fine_fragrance' : oneOf(PRODUCTS);
  const slot = (): Family[] => [oneOf(spoken)];
  const reading = readingOf({
    notes_preference: Object.fromEntries(spoken.map((family) => [family, 0.1 + rng.uniform()])),
    exclude_families: excludedFamilies,
    include_ingredients: [...new Set(wanted)],
    exclude_ingredients: [...new Set(excluded)],
    intensity: rng.uniform(),
    complexity: rng.uniform(),
    product,
    pyramid: rng.uniform() < 0.25 ? Object.fromEntries(NOTES.map((note) => [note, slot()])) : null,
    cost_cap: rng.uniform() < 0.25 ? { value: 40_000 + Math.round(200_000 * rng.uniform()), unit: 'KRW/kg' } : null,
    longevity_hours_min: rng.uniform() < 0.3 ? 2 + rng.int(12) : null,
    sillage: rng.uniform() < 0.3 ? oneOf(['low', 'moderate', 'high'] as const) : null,
    prefer: { natural: rng.uniform() < 0.15, minimise_allergens: rng.uniform() < 0.15, novelty: false },
  });
  return {
    reading,
    market: oneOf(MARKETS),
    dosePct: Math.round(10 * (0.5 + (product === 'fine_fragrance' ? 29 : 19) * rng.uniform())) / 10,
  };
}
