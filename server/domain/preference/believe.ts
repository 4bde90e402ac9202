import { FAMILIES, type Family } from '../ingredient/family.ts';
import { FEATURE } from './features.ts';
import type { GateReason } from './gate.ts';
import { type PreferenceModel, tasteOf } from './model.ts';
import type { TasteWeights } from './score.ts';

const F = FAMILIES.length;

/** One thing the model believes: its effect in stars, how sure (standard deviation), and the chance that it is a liking at all. */
export interface Belief {
  readonly effect: number;
  readonly sd: number;
  /** Share of posterior draws in which it is liked, 0–1. */
  readonly likedProbability: number;
}

/** What the model believes about one designer, for the belief panel. */
export interface BeliefSummary {
  readonly designer: string | null;
  /** Stars that ten more points of a family's share would bring, around what this studio usually makes. */
  readonly families: readonly (Belief & { readonly family: Family })[];
  /** Stars that one percent of a material brings; the surest first, at most twelve. */
  readonly materials: readonly (Belief & { readonly materialId: string })[];
  /** Answers of this designer and of everyone. */
  readonly answers: number;
  readonly ratings: number;
  readonly pairs: number;
  readonly briefs: number;
  /** Share of the score that the model decides, 0–1, and why none when none. */
  readonly gateWeight: number;
  readonly gateLowerBound: number | null;
  readonly gateReason: GateReason | null;
  /** Share of pairs of briefs left out that the model ranks as the designers did; the brief score's share beside it. */
  readonly accuracy: number | null;
  readonly briefAccuracy: number | null;
  /** How this designer uses the stars: the four cut points, in stars around three; null for a designer without answers. */
  readonly thresholds: readonly number[] | null;
}

const SHARE_STEP = 0.1;
const MATERIAL_STEP = Math.sqrt(0.01);
const MATERIALS_SHOWN = 12;

/** States the model's beliefs about a designer (or, with null, about everyone) with their uncertainty. */
export function believe(model: PreferenceModel, designer: string | null): BeliefSummary {
  const taste = tasteOf(model, designer);
  const known = model.designers.find(({ id }) => id === designer);
  const belief = (read: (weights: TasteWeights) => number): Belief => {
    const effect = read(taste.mean);
    const draws = taste.samples.map(read);
    const variance = draws.reduce((sum, value) => sum + (value - effect) ** 2, 0) / Math.max(draws.length, 1);
    const liked = draws.filter((value) => value > 0).length / Math.max(draws.length, 1);
    return { effect, sd: Math.sqrt(variance), likedProbability: liked };
  };
  const materials = model.materials
    .map((materialId, i) => ({ materialId, ...belief(({ shared }) => MATERIAL_STEP * (shared[FEATURE.materials + i] as number)) }))
    .sort((a, b) => Math.abs(b.effect) / (b.sd + 1e-9) - Math.abs(a.effect) / (a.sd + 1e-9))
    .slice(0, MATERIALS_SHOWN);
  return {
    designer,
    families: FAMILIES.map((family, f) => ({ family, ...belief((weights) => SHARE_STEP * slopeOf(model, weights, f)) })),
    materials,
    answers: known?.answers ?? 0,
    ratings: model.ratings,
    pairs: model.pairs,
    briefs: model.briefs,
    gateWeight: model.gate.weight,
    gateLowerBound: model.gate.lowerBound,
    gateReason: model.gate.reason,
    accuracy: model.gate.accuracy,
    briefAccuracy: model.gate.briefAccuracy,
    thresholds: known?.thresholds ?? null,
  };
}

/** Slope of the utility in the share of family f, at the mean of what was rated and asked for. */
function slopeOf(model: PreferenceModel, { shared, personal }: TasteWeights, f: number): number {
  let slope = (shared[FEATURE.profile + f] as number) + (personal?.[f] ?? 0);
  slope += 2 * (shared[FEATURE.profileSquared + f] as number) * (model.usualProfile[f] ?? 0);
  for (let t = 0; t < F; t++) slope += (shared[FEATURE.profileByTarget + f * F + t] as number) * (model.usualTarget[t] ?? 0);
  return slope;
}
