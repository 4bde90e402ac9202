import { z } from 'zod';
import type { Reading } from '#domain/brief/reading.ts';
import { Family } from '#domain/ingredient/family-schema.ts';

export const CAUSES = ['law', 'excluded_family', 'excluded_material', 'pyramid', 'shelf', 'cost'] as const;
export type CauseName = (typeof CAUSES)[number];

/** The one change that the server says is enough. */
const Relaxation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cost_cap'), krw_kg: z.number().positive() }),
  z.object({ kind: z.literal('allow_family'), family: Family }),
  z.object({ kind: z.literal('drop'), cause: z.enum(CAUSES) }),
  z.object({ kind: z.literal('dose'), dose_pct: z.number().positive() }),
  z.object({ kind: z.literal('fewer_wishes') }),
]);
export type Relaxation = z.infer<typeof Relaxation>;

const Details = z.object({ causes: z.partialRecord(z.enum(CAUSES), z.number()), relax: Relaxation });

/** Why a run was infeasible, as its last event tells it: the strictest cause with its share of materials, and the way out. */
export function refusalOf(details: unknown): { strictest: { cause: CauseName; pct: number } | null; relax: Relaxation } | null {
  const read = Details.safeParse(details);
  if (!read.success) return null;
  const ranked = CAUSES.map((cause) => ({ cause, pct: (read.data.causes[cause] ?? 0) * 100 }))
    .filter(({ pct }) => pct > 0)
    .toSorted((a, b) => b.pct - a.pct);
  return { strictest: ranked[0] ?? null, relax: read.data.relax };
}

/** The reading with the way out taken; null when the reading holds nothing that would have to change. */
export function relaxed(reading: Reading, relax: Relaxation): Reading | null {
  switch (relax.kind) {
    case 'cost_cap':
      return { ...reading, cost_cap: { value: relax.krw_kg, unit: 'KRW/kg' } };
    case 'allow_family':
      return { ...reading, exclude_families: reading.exclude_families.filter((family) => family !== relax.family) };
    case 'dose':
      return { ...reading, concentration: null, concentration_pct: relax.dose_pct };
    case 'fewer_wishes':
      return reading.include_ingredients.length > 0 ? { ...reading, include_ingredients: [] } : null;
    case 'drop':
      if (relax.cause === 'excluded_family') return { ...reading, exclude_families: [] };
      if (relax.cause === 'excluded_material') return { ...reading, exclude_ingredients: [] };
      return relax.cause === 'pyramid' ? { ...reading, pyramid: null } : null;
  }
}
