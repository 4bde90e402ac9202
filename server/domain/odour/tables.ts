import { z } from 'zod';
import { DoseResponse } from '../ingredient/material.ts';

export const UnifacSubgroup = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  mainGroupId: z.number().int(),
  mainGroup: z.string(),
  /** Volume parameter R and area parameter Q. */
  r: z.number().positive(),
  q: z.number().nonnegative(),
});
export type UnifacSubgroup = z.infer<typeof UnifacSubgroup>;

/** Group interaction a_ij in kelvin. */
export const UnifacInteraction = z.strictObject({ i: z.number().int(), j: z.number().int(), aK: z.number() });
export type UnifacInteraction = z.infer<typeof UnifacInteraction>;

export const UnifacGroups = z.strictObject({
  cas: z.string(),
  name: z.string(),
  /** Subgroup name → count. */
  groups: z.record(z.string(), z.number().int().positive()),
  basis: z.enum(['published', 'fragmented']),
});
export type UnifacGroups = z.infer<typeof UnifacGroups>;

/** A measured odour intensity curve (Wakayama et al. 2019, doi 10.1021/acs.iecr.9b01225). */
export const MeasuredDoseResponse = z.strictObject({
  cas: z.string(),
  name: z.string(),
  curve: DoseResponse,
  thresholdNgPerL: z.number().nonnegative().nullable(),
  flag: z.string().nullable(),
});
export type MeasuredDoseResponse = z.infer<typeof MeasuredDoseResponse>;

export interface OdourTables {
  readonly subgroups: readonly UnifacSubgroup[];
  readonly interactions: readonly UnifacInteraction[];
  readonly groupsByCas: readonly UnifacGroups[];
  readonly doseResponses: readonly MeasuredDoseResponse[];
}
