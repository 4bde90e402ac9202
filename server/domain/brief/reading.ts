import { z } from 'zod';
import { Family, Style } from '../ingredient/family-schema.ts';
import { IfraCategory } from '../regulation/category-schema.ts';
import { Concentration, Product } from './product-schema.ts';

const share = z.number().min(0).max(1);

export const SEASONS = ['spring', 'summer', 'autumn', 'winter'] as const;
export const OCCASIONS = ['daily', 'office', 'date', 'party', 'wedding', 'sport', 'night', 'gift', 'home'] as const;
export const WEARERS = ['male', 'female', 'unisex'] as const;
export const SILLAGES = ['low', 'moderate', 'high'] as const;
export const COST_UNITS = ['KRW/ml', 'KRW/kg', 'KRW/batch'] as const;
export const NOTICE_KINDS = ['prohibited', 'over_limit', 'override_refused', 'tension', 'unresolved'] as const;

/** Families, or catalogue ids (a material outside the catalogue keeps its lower-case English name). */
export const PyramidSlot = z.array(z.string());
export const Pyramid = z.strictObject({ top: PyramidSlot, middle: PyramidSlot, base: PyramidSlot });

export const CostCap = z.strictObject({ value: z.number().positive(), unit: z.enum(COST_UNITS) });
export type CostCap = z.infer<typeof CostCap>;

export const EditOp = z.strictObject({
  op: z.enum(['scale', 'add', 'remove', 'replace']),
  target: z.string(),
  factor: z.number().positive().optional(),
  pct: z.number().positive().max(100).optional(),
  with: z.string().optional(),
});
export const Edit = z.strictObject({ ops: z.array(EditOp), scale: z.record(z.string(), z.number()) });

export const Notice = z.strictObject({
  kind: z.enum(NOTICE_KINDS),
  /** The Korean sentence shown to the designer. */
  text: z.string(),
  cas: z.string().optional(),
  requested_pct: z.number().optional(),
  limit_pct: z.number().optional(),
});
export type Notice = z.infer<typeof Notice>;

/** Which words led to a field. Offsets are UTF-16 units of the NFC brief. */
export const Evidence = z.strictObject({
  path: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  text: z.string(),
  confidence: share,
});
export type Evidence = z.infer<typeof Evidence>;

/** A brief, read. Shares are of perceived character and sum to 1; percentages are of mass. */
export const Reading = z.strictObject({
  schema: z.literal(1),
  style: Style,
  intensity: share,
  complexity: share,
  notes_preference: z
    .partialRecord(Family, share)
    .refine((shares) => Math.abs(Object.values(shares).reduce((sum, value) => sum + value, 0) - 1) < 1e-6, 'shares must sum to 1'),
  reduce_families: z.array(Family),
  exclude_families: z.array(Family),
  include_ingredients: z.array(z.string()),
  exclude_ingredients: z.array(z.string()),
  pyramid: Pyramid.nullable(),
  product: Product,
  concentration: Concentration.nullable(),
  ifra_category: IfraCategory,
  concentration_pct: z.number().positive().max(100).nullable(),
  batch_ml: z.number().positive().nullable(),
  cost_cap: CostCap.nullable(),
  season: z.array(z.enum(SEASONS)),
  occasion: z.array(z.enum(OCCASIONS)),
  wearer: z.enum(WEARERS).nullable(),
  longevity_hours_min: z.number().positive().nullable(),
  sillage: z.enum(SILLAGES).nullable(),
  prefer: z.strictObject({ natural: z.boolean(), minimise_allergens: z.boolean(), novelty: z.boolean() }),
  reference: z.strictObject({ description: z.string(), families: z.array(Family) }).nullable(),
  edit: Edit.nullable(),
  mood: z.array(z.string()),
  notices: z.array(Notice),
  clarify: z.string().nullable(),
  confidence: share,
  evidence: z.array(Evidence),
});
export type Reading = z.infer<typeof Reading>;

export const ValidationIssue = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message_ko: z.string(),
  message_en: z.string(),
  fix: z.string().optional(),
});
export type ValidationIssue = z.infer<typeof ValidationIssue>;

export const Validation = z.strictObject({
  ok: z.boolean(),
  issues: z.array(ValidationIssue),
  checked: z.array(z.enum(['schema', 'units', 'ifra', 'logic'])),
  by: z.array(z.enum(['rules', 'mistral'])),
});
export type Validation = z.infer<typeof Validation>;
