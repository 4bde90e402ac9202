import { z } from 'zod';
import { Family, Note } from './family-schema.ts';

export const MATERIAL_KINDS = ['synthetic', 'natural', 'solvent'] as const;
export const PHYSICAL_FORMS = ['liquid', 'viscous', 'solid', 'resin'] as const;
export const MATERIAL_FLAGS = [
  'oxidises',
  'skin_sensitiser_watch',
  'natural_allergen_rich',
  'solid_needs_solvent',
  'colours',
  'schiff_base_former',
  'potent',
  'phototoxic_grade',
] as const;

/** Confidence of a measured or estimated figure: A measured and agreed, B measured once, C disputed, D estimated. */
export const Confidence = z.enum(['A', 'B', 'C', 'D']);
export type Confidence = z.infer<typeof Confidence>;

/** Logistic dose-response I(c) = max / (1 + exp(-(log10 c - C) / D)), c in µg per litre of air. */
export const DoseResponse = z.strictObject({ max: z.number().positive(), c: z.number(), d: z.number().nonnegative() });
export type DoseResponse = z.infer<typeof DoseResponse>;

/** One constituent of a natural: key into the constituents table, typical share and range in % of the oil. */
export const Composition = z.strictObject({
  constituent: z.string(),
  pct: z.number().nonnegative(),
  minPct: z.number().nonnegative().nullable(),
  maxPct: z.number().nonnegative().nullable(),
});
export type Composition = z.infer<typeof Composition>;

/** A restricted constituent counted for regulation totals (IFRA Annex I), % of the natural. */
export const RestrictedConstituent = z.strictObject({ name: z.string(), cas: z.string(), pct: z.number().nonnegative() });
export type RestrictedConstituent = z.infer<typeof RestrictedConstituent>;

const percent = z.number().min(0).max(100);

/** A raw material of the catalogue. Unknown is null: never 0, never "safe". */
export const Material = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  nameKo: z.string().min(1),
  synonyms: z.array(z.string()),
  cas: z.string().regex(/^\d{2,7}-\d{2}-\d$/),
  kind: z.enum(MATERIAL_KINDS),
  moleculeClass: z.string().nullable(),
  botanical: z.string().nullable(),
  note: Note.nullable(),
  families: z.partialRecord(Family, z.number().nonnegative()),
  odourKo: z.string().nullable(),
  odourEn: z.string().nullable(),
  molarMass: z.number().positive().nullable(),
  form: z.enum(PHYSICAL_FORMS),
  meltingPointC: z.number().nullable(),
  boilingPointC: z.number().nullable(),
  boilingPointBasis: z.string().nullable(),
  vapourPressurePa: z.number().positive().nullable(),
  vapourPressurePhase: z.enum(['liquid', 'crystal']).nullable(),
  vapourPressureBasis: z.string().nullable(),
  /** Subcooled-liquid vapour pressure at 25 °C: the one to use in solution. */
  vapourPressureLiquidPa: z.number().positive().nullable(),
  densityGMl: z.number().positive().nullable(),
  densityBasis: z.string().nullable(),
  logP: z.number().nullable(),
  odourThresholdMgM3: z.number().positive().nullable(),
  odourThresholdConfidence: Confidence.nullable(),
  odourThresholdAlternatives: z.string().nullable(),
  doseResponse: DoseResponse.nullable(),
  /** Usual share of the concentrate, %. */
  useMinPct: percent,
  useMaxPct: percent,
  priceUsdKgLow: z.number().nonnegative().nullable(),
  priceUsdKgHigh: z.number().nonnegative().nullable(),
  ifraStandard: z.string().nullable(),
  euAllergen: z.boolean(),
  euInci: z.string().nullable(),
  krAllergen25: z.boolean(),
  krLimit: z.union([percent, z.literal('prohibited')]).nullable(),
  flags: z.array(z.enum(MATERIAL_FLAGS)),
  vegan: z.boolean(),
  majorConstituents: z.array(Composition),
  constituentsBasis: z.string().nullable(),
  constituentsTotalPct: z.number().nonnegative().nullable(),
  annexConstituents: z.array(RestrictedConstituent),
  smiles: z.string().nullable(),
  /** 'ok', or the sentence that forbids or warns. */
  status: z.string().min(1),
  remarks: z.string().nullable(),
});
export type Material = z.infer<typeof Material>;

/** A constituent of naturals. */
export const Constituent = z.strictObject({
  key: z.string(),
  name: z.string(),
  cas: z.string().nullable(),
  formula: z.string().nullable(),
  molarMass: z.number().positive().nullable(),
  smiles: z.string().nullable(),
  boilingPointC: z.number().nullable(),
  boilingPointBasis: z.string().nullable(),
  /** 0 is a fact here (basis 'non-volatile'); unknown is null. */
  vapourPressureLiquidPa: z.number().nonnegative().nullable(),
  vapourPressureBasis: z.string().nullable(),
  odourThresholdMgM3: z.number().positive().nullable(),
  euAllergen: z.boolean(),
  ifraStandard: z.string().nullable(),
  /** The catalogue material that is this substance, if there is one. */
  ingredientId: z.string().nullable(),
});
export type Constituent = z.infer<typeof Constituent>;
