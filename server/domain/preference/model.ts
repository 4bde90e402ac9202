import { z } from 'zod';
import { FAMILIES } from '../ingredient/family.ts';
import { featureCount } from './features.ts';
import type { FittedPreference } from './fit.ts';
import { GATE_REASONS } from './gate.ts';
import type { TasteInput } from './score.ts';

const Gate = z.strictObject({
  weight: z.number().min(0).max(1),
  // Absent from models kept before it was judged by.
  logEvidence: z.number().nullable().default(null),
  lowerBound: z.number().nullable(),
  accuracy: z.number().nullable(),
  briefAccuracy: z.number().nullable(),
  ratedPairs: z.number().int(),
  reason: z.enum(GATE_REASONS).nullable(),
});

/** A fitted taste as it is kept and sent: 32-bit floats in base64, everything else readable. */
export const PreferenceModel = z.strictObject({
  schema: z.literal(1),
  families: z.array(z.string()),
  /** Catalogue ids in the order of the material features. */
  materials: z.array(z.string()),
  weights: z.string(),
  samples: z.array(z.string()),
  designers: z.array(
    z.strictObject({
      id: z.string(),
      answers: z.number().int(),
      thresholds: z.array(z.number()).length(4),
      scale: z.number().positive(),
      personal: z.array(z.number()),
      personalSamples: z.string(),
    }),
  ),
  ratings: z.number().int(),
  pairs: z.number().int(),
  briefs: z.number().int(),
  unknown: z.number().int(),
  gate: Gate,
  usualProfile: z.array(z.number()),
  usualTarget: z.array(z.number()),
});
export type PreferenceModel = z.infer<typeof PreferenceModel>;

/** Writes a fit down. `materials` in the order that its features used. */
export function packModel(fit: FittedPreference, materials: readonly string[]): PreferenceModel {
  return {
    schema: 1,
    families: [...FAMILIES],
    materials: [...materials],
    weights: toBase64(fit.weights),
    samples: fit.samples.map(toBase64),
    designers: fit.designers.map(({ id, answers, scale, personal, personalSamples }) => ({
      id,
      answers,
      thresholds: [...scale.thresholds],
      scale: scale.scale,
      personal: [...personal],
      personalSamples: toBase64(Float64Array.from(personalSamples.flatMap((sample) => [...sample]))),
    })),
    ratings: fit.ratings,
    pairs: fit.pairs,
    briefs: fit.briefs,
    unknown: fit.unknown,
    gate: fit.gate,
    usualProfile: [...fit.usualProfile],
    usualTarget: [...fit.usualTarget],
  };
}

/**
 * The taste of one designer for scoring: shared weights and their own. A designer the model has not met has the shared taste.
 * Throws RangeError on a model of other families or a damaged one.
 */
export function tasteOf(model: PreferenceModel, designer: string | null): TasteInput {
  const F = FAMILIES.length;
  if (model.families.join() !== FAMILIES.join()) throw new RangeError('the model was fitted with other odour families');
  const width = featureCount(model.materials.length);
  const known = model.designers.find(({ id }) => id === designer);
  const personal = known ? Float64Array.from(known.personal) : null;
  const personalSamples = known ? fromBase64(known.personalSamples, F * model.samples.length) : null;
  return {
    materials: model.materials,
    mean: { shared: fromBase64(model.weights, width), personal },
    samples: model.samples.map((sample, s) => ({
      shared: fromBase64(sample, width),
      personal: personalSamples?.slice(s * F, (s + 1) * F) ?? null,
    })),
  };
}

function toBase64(values: Float64Array): string {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string, length: number): Float64Array {
  const raw = atob(text);
  if (raw.length !== 4 * length) throw new RangeError('the model is damaged: a block of weights has another length');
  return Float64Array.from(new Float32Array(Uint8Array.from(raw, (char) => char.charCodeAt(0)).buffer));
}
