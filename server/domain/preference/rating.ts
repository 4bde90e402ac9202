import { z } from 'zod';
import { EVIDENCE_KINDS, PAIR_SIDES, PAIR_WINNERS } from './rating-kinds.ts';

const stars = z.number().int().min(1).max(5);

export const RatingAxes = z.strictObject({ brief: stars.optional(), harmony: stars.optional(), longevity: stars.optional() });
export type RatingAxes = z.infer<typeof RatingAxes>;

/** A star rating as the designer gives it. */
export const Rating = z.strictObject({
  id: z.uuid(),
  candidateId: z.string().min(1),
  stars,
  axes: RatingAxes.optional(),
  evidence: z.enum(EVIDENCE_KINDS),
  /** Minutes after application; null when not said. */
  minutes: z
    .number()
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .nullable(),
  blind: z.boolean(),
  tags: z.array(z.string().min(1).max(40)).max(12),
  comment: z.string().max(500),
});
export type Rating = z.infer<typeof Rating>;

export const Pair = z.strictObject({
  id: z.uuid(),
  a: z.string().min(1),
  b: z.string().min(1),
  winner: z.enum(PAIR_WINNERS),
  side: z.enum(PAIR_SIDES),
  order: z.number().int().nonnegative(),
  ms: z.number().int().nonnegative(),
  repeatOf: z.uuid().optional(),
  evidence: z.enum(EVIDENCE_KINDS),
});
export type Pair = z.infer<typeof Pair>;
