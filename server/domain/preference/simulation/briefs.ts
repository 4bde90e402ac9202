import { PLAIN_READING } from '../../brief/plain-reading.ts';
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
    ...PLAIN_READING,
    style: STYLE_OF_FAMILY[first],
    intensity: 0.2 + 0.6 * rng.uniform(),
    complexity: 0.3 + 0.5 * rng.uniform(),
    notes_preference: shares,
  };
}
