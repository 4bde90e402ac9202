import { z } from 'zod';
import { Reading } from '#domain/brief/reading.ts';
import type { ErrorCode } from '#domain/error.ts';
import { EvolvePresetSettings } from '#domain/evolve/preset.ts';
import { Note } from '#domain/ingredient/family-schema.ts';
import { PreferenceModel } from '#domain/preference/model.ts';
import { IfraCategory, Market } from '#domain/regulation/category-schema.ts';
import { CandidateEventData, type NewRunEvent } from '#domain/run/event.ts';
import { MODES } from '#domain/run/mode.ts';

const Lines = z.array(z.strictObject({ materialId: z.string(), pct: z.number().positive() }));

/** What one evolution in a thread is asked to do. Plain data: it crosses a thread. */
export const EvolveOrder = z.strictObject({
  reading: Reading,
  market: Market,
  category: IfraCategory,
  dosePct: z.number().positive().max(100),
  preset: EvolvePresetSettings,
  maxRounds: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  /** The mode that candidates are labelled with. */
  mode: z.enum([...MODES, 'emergency']),
  candidates: z.number().int().min(1).max(10),
  krwPerUsd: z.number().positive(),
  costCap: Reading.shape.cost_cap.optional(),
  lockedLines: Lines.optional(),
  shelf: z.array(z.string()).optional(),
  openNotes: z.array(Note).optional(),
  ownPrices: z.record(z.string(), z.number().positive()).optional(),
  /** Formulas to start from: the designer's own, or proposals of a policy. */
  initial: z.array(Lines).optional(),
  checkpoint: z.unknown().optional(),
  /** What an earlier attempt of this run has told and not withdrawn. */
  shown: z.array(CandidateEventData).optional(),
  /** The learned taste to evolve for; its own gate decides how much it weighs. */
  taste: z
    .strictObject({
      model: PreferenceModel,
      designer: z.string().nullable(),
      /** ONNX file of the policy that proposes formulas to start from; null = none serves. */
      policyPath: z.string().nullable(),
    })
    .optional(),
});
export type EvolveOrder = z.infer<typeof EvolveOrder>;

/** The controls that a thread looks at between two generations, in shared memory. */
export const CONTROL = { goOn: 0, stop: 1, cancel: 2 } as const;

export interface ThreadOrder {
  readonly order: EvolveOrder;
  /** Int32Array of one CONTROL value. */
  readonly control: SharedArrayBuffer;
}

export type ThreadReport =
  | { readonly kind: 'events'; readonly events: readonly NewRunEvent[] }
  | { readonly kind: 'checkpoint'; readonly gen: number; readonly data: unknown }
  | { readonly kind: 'done'; readonly reason: 'finished' | 'stopped' | 'no_gain'; readonly candidates: number; readonly hash: string }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      readonly messageKo: string;
      readonly details: Readonly<Record<string, unknown>>;
    };
