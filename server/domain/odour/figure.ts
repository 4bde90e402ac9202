import { z } from 'zod';
import { Confidence } from '../ingredient/material.ts';
import type { Substance } from './substance.ts';
import { vapourConfidence } from './substance.ts';

/** A number with everything needed to believe or doubt it. */
export const Figure = z.strictObject({
  /** Null = no data. */
  value: z.number().nullable(),
  unit: z.string(),
  basis: z.string(),
  source: z.string(),
  confidence: Confidence,
});
export type Figure = z.infer<typeof Figure>;

export function worstConfidence(grades: readonly Confidence[]): Confidence {
  return [...grades].sort().at(-1) ?? 'A';
}

/** Grade of what is said of one molecule's smell: perception, vapour pressure, and C at best without UNIFAC groups. */
export function substanceConfidence(substance: Substance): Confidence {
  return worstConfidence([
    substance.perception.confidence,
    substance.psatPa === null ? 'D' : vapourConfidence(substance.psatBasis),
    substance.groups === null ? 'C' : 'A',
  ]);
}
