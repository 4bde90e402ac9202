import { z } from 'zod';
import { IfraCategory, Market } from '../regulation/category-schema.ts';

/** One line of a formula as it crosses a wall: neat % of the concentrate. */
export const FormulaLine = z.strictObject({ ingredient: z.string(), cas: z.string(), pct: z.number().positive().max(100) });
export type FormulaLine = z.infer<typeof FormulaLine>;

/** Inside the domain: material id and neat % of the concentrate. */
export interface MaterialLine {
  readonly materialId: string;
  readonly pct: number;
}

export const CandidateScores = z.strictObject({
  /** Brief fit 0–100 and its standard deviation (null: no data). */
  fit: z.number().min(0).max(100),
  fit_sd: z.number().nonnegative().nullable(),
  cost_krw_kg: z.number().nonnegative().nullable(),
  longevity_h: z.number().nonnegative().nullable(),
  sillage: z.enum(['low', 'moderate', 'high']).nullable(),
  /** 0 worst – 1 best. */
  balance: z.number().min(0).max(1),
});
export type CandidateScores = z.infer<typeof CandidateScores>;

export const CandidateCompliance = z.strictObject({
  ok: z.boolean(),
  market: Market,
  category: IfraCategory,
  dose_pct: z.number().positive().max(100),
  /** The standard closest to (or furthest over) its limit; null when none is touched. */
  worst: z.strictObject({ standard: z.string(), ratio: z.number().nonnegative() }).nullable(),
  unchecked: z.array(z.string()),
});
export type CandidateCompliance = z.infer<typeof CandidateCompliance>;

export const CANDIDATE_SOURCES = ['control', 'policy', 'evolved'] as const;

export const Candidate = z.strictObject({
  id: z.string(),
  rank: z.number().int().positive(),
  lines: z.array(FormulaLine).min(5).max(45),
  scores: CandidateScores,
  compliance: CandidateCompliance,
  /** Why it fits, Korean sentences: which asked-for facets it meets, what it gave up. */
  why: z.array(z.string()),
});
export type Candidate = z.infer<typeof Candidate>;
