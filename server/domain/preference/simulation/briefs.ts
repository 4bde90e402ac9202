import type { Reading } from '../../brief/reading.ts';
import { FAMILIES, STYLE_OF_FAMILY } from '../../ingredient/family.ts';
import type { Rng } from '../../math/rng.ts';

/** A plausible reading: two to four families, some wishes of intensity and complexity. Same generator state, same reading. */
export function randomReading(rng: Rng): Reading {
  const families = rng.shuffle([...FAMILIES]).slice(0, 2 + rng.int(3));
  const raw = families.map(() => 0.3 + rng.uniform());
  const total = raw.reduce((sum, value) => sum + value, 0);
  const shares = Object.fromEntries(families.map((family, i) => [family, (raw[i] as number) / total]));
  const first = families[0] ?? 'floral';
  return {
    schema: 1,
    style: STYLE_OF_FAMILY[first],
    intensity: 0.2 + 0.6 * rng.uniform(),
    complexity: 0.3 + 0.5 * rng.uniform(),
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
    clarify: null,
    confidence: 1,
    evidence: [],
  };
}
