import { z } from 'zod';
import { IfraCategory } from './category-schema.ts';

/** What one cell of the IFRA table says. Numbers are % w/w of the finished product. */
export const IfraCell = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('limit'), pct: z.number().positive() }),
  z.strictObject({ kind: z.literal('no_restriction') }),
  z.strictObject({ kind: z.literal('prohibited') }),
  /** Prohibited as such, allowed from naturals up to the limit in the conditions table (SEE_NOTE). */
  z.strictObject({ kind: z.literal('see_note') }),
  /** A limit on one marker substance instead of the material, as `0.0015 (5-MOP)`. */
  z.strictObject({ kind: z.literal('marker_limit'), marker: z.string(), pct: z.number().positive() }),
  /** Purity rule, no number. */
  z.strictObject({ kind: z.literal('specification') }),
]);
export type IfraCell = z.infer<typeof IfraCell>;

export const STANDARD_TYPES = [
  'RESTRICTION',
  'PROHIBITION',
  'RESTRICTION_SPECIFICATION',
  'SPECIFICATION',
  'PROHIBITION_SPECIFICATION',
  'PROHIBITION_RESTRICTION',
  'RESTRICTION_PROHIBITION',
  'PROHIBITION_RESTRICTION_SPECIFICATION',
] as const;

export const IfraStandard = z.strictObject({
  id: z.string().regex(/^IFRA_STD_\d{3}$/),
  name: z.string().min(1),
  cas: z.array(z.string()),
  /** Words that stood among the CAS numbers ("e.g.", "Prohibition of …"): shown, never joined on. */
  casRemarks: z.array(z.string()),
  /** CAS numbers that stand under "Prohibition of …" only: prohibited although the category cells hold limits. */
  prohibitedCas: z.array(z.string()),
  type: z.enum(STANDARD_TYPES),
  amendment: z.number().int().nullable(),
  year: z.number().int().nullable(),
  driver: z.string().nullable(),
  cells: z.record(IfraCategory, IfraCell),
  qualityFlag: z.string().nullable(),
});
export type IfraStandard = z.infer<typeof IfraStandard>;

export const IfraCondition = z.strictObject({
  standardId: z.string(),
  substance: z.string(),
  kind: z.enum(['as_such_prohibited', 'impurity', 'purity', 'sum', 'peroxide', 'form', 'category', 'nitrosamine']),
  limit: z.number().nullable(),
  appliesTo: z.string().nullable(),
  remark: z.string().nullable(),
});
export type IfraCondition = z.infer<typeof IfraCondition>;

export const IfraGroupRule = z.strictObject({
  id: z.string(),
  standards: z.array(z.string()),
  type: z.enum(['sum_le_limit', 'sum_le_limit_and_own_limits', 'sum_of_ratios_le_1', 'constituent_limit']),
  limit_from: z.string().optional(),
  cat4_limit_pct: z.number().optional(),
  cas: z.array(z.string()).optional(),
  cas_from: z.string().optional(),
  own: z.record(z.string(), z.number()).optional(),
  applies_to_categories: z.string().optional(),
  constituent: z.string().optional(),
  limit_pct: z.number().optional(),
  note: z.string().optional(),
});
export type IfraGroupRule = z.infer<typeof IfraGroupRule>;

/** One restricted constituent of one natural (IFRA Annex I), % of the oil. */
export const AnnexEntry = z.strictObject({
  natural: z.string(),
  constituent: z.string(),
  constituentCas: z.string().nullable(),
  pct: z.number().nonnegative(),
});
export type AnnexEntry = z.infer<typeof AnnexEntry>;

export const SchiffBase = z.strictObject({
  schiffBaseCas: z.string(),
  restrictedCas: z.array(z.string()).min(1),
  pct: z.number().positive(),
});
export type SchiffBase = z.infer<typeof SchiffBase>;

export const EuAllergen = z.strictObject({
  labelName: z.string(),
  inciInSource: z.string(),
  cas: z.array(z.string()).min(1),
  inOldList: z.boolean(),
  newIn2023: z.boolean(),
  leaveOnPct: z.number().positive(),
  rinseOffPct: z.number().positive(),
  /** ISO date from which new products must carry it; null = already in force. */
  newProductsFrom: z.string().nullable(),
  existingProductsUntil: z.string().nullable(),
  otherLimits: z.string().nullable(),
});
export type EuAllergen = z.infer<typeof EuAllergen>;

export const KrAllergen = z.strictObject({
  no: z.number().int(),
  nameKo: z.string(),
  inci: z.string(),
  cas: z.array(z.string()).min(1),
  leaveOnPct: z.number().positive(),
  rinseOffPct: z.number().positive(),
});
export type KrAllergen = z.infer<typeof KrAllergen>;

export const LimitOrProhibited = z.union([z.number().positive(), z.literal('prohibited')]);

export const EuLimit = z.strictObject({
  cas: z.string(),
  name: z.string(),
  limit: LimitOrProhibited,
  scope: z.string(),
  basis: z.string(),
  confidence: z.enum(['verify', 'high']),
});
export type EuLimit = z.infer<typeof EuLimit>;

export const KrLimit = z.strictObject({
  nameKo: z.string(),
  nameEn: z.string(),
  cas: z.array(z.string()).min(1),
  limit: LimitOrProhibited,
  conditions: z.string().nullable(),
});
export type KrLimit = z.infer<typeof KrLimit>;

/** All regulation tables, one version of the data. */
export interface RegulationTables {
  readonly version: string;
  readonly standards: readonly IfraStandard[];
  readonly conditions: readonly IfraCondition[];
  readonly groupRules: readonly IfraGroupRule[];
  readonly annex: readonly AnnexEntry[];
  readonly schiffBases: readonly SchiffBase[];
  readonly euAllergens: readonly EuAllergen[];
  readonly krAllergens: readonly KrAllergen[];
  readonly euLimits: readonly EuLimit[];
  readonly krLimits: readonly KrLimit[];
}
