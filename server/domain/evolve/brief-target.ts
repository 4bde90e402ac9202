import type { Reading } from '../brief/reading.ts';
import { FAMILIES, type Family, type FamilyWeights, NOTES } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { isFamily, saidEmpty } from './palette.ts';

export const FAMILY_COUNT = FAMILIES.length;
/** First quarter of an hour, to two hours, the dry-down: what a perfumer calls top, heart and base. */
export const PHASE_COUNT = 3;

/** Share of a phase that a stated pyramid slot claims; the rest follows the brief as a whole. */
const SLOT_SHARE = 0.7;
/** Top 15–25, heart 30–40, base 40–55 % of the concentrate: where a plausible sheet starts. */
const NOTE_RANGES: readonly (readonly [number, number])[] = [
  [0.15, 0.25],
  [0.3, 0.4],
  [0.4, 0.55],
];

/** A brief as numbers that a formula is measured against. Shares are of perceived character. */
export interface BriefTarget {
  /** 18 shares, Σ = 1. */
  readonly share: Float64Array;
  /** 3 × 18: what each phase should smell of, Σ = 1 per phase. */
  readonly phaseShare: Float64Array;
  /** 0–1, on the range of intensities that formulas of this palette reach. */
  readonly intensity: number;
  /** How many materials should carry the formula (exp of the entropy of the amounts). */
  readonly effectiveLines: number;
  readonly longevityH: number;
  readonly longevityStated: boolean;
  readonly sillage: 'low' | 'moderate' | 'high' | null;
  /** 3 × [low, high] shares of mass. */
  readonly noteRange: readonly (readonly [number, number])[];
  readonly natural: boolean;
  readonly lowAllergen: boolean;
}

/** Without a word on longevity, four hours are what a wearer takes for granted (estimate). */
const USUAL_LONGEVITY_H = 4;

export function buildTarget(reading: Reading, materials: readonly Material[]): BriefTarget {
  const share = normalised(
    FAMILIES.map((family) => (reading.exclude_families.includes(family) ? 0 : (reading.notes_preference[family] ?? 0))),
  );
  return {
    share,
    phaseShare: phaseShares(reading, share, materials),
    intensity: reading.intensity,
    effectiveLines: 4 + 14 * reading.complexity,
    longevityH: reading.longevity_hours_min ?? USUAL_LONGEVITY_H,
    longevityStated: reading.longevity_hours_min !== null,
    sillage: reading.sillage,
    noteRange: noteRanges(reading),
    natural: reading.prefer.natural,
    lowAllergen: reading.prefer.minimise_allergens,
  };
}

/** The brief's shares, tilted in each phase to the families that live there, and to the slot that the brief names. */
function phaseShares(reading: Reading, share: Float64Array, materials: readonly Material[]): Float64Array {
  const affinity = noteAffinity(materials);
  const all = new Float64Array(PHASE_COUNT * FAMILY_COUNT);
  NOTES.forEach((note, phase) => {
    const tilted = normalised(Array.from(share, (value, f) => value * (affinity[f]?.[phase] ?? 0)));
    const slot = slotShares(reading.pyramid?.[note] ?? [], materials);
    for (let f = 0; f < FAMILY_COUNT; f++) {
      const whole = tilted[f] ?? 0;
      all[phase * FAMILY_COUNT + f] = slot ? SLOT_SHARE * (slot[f] ?? 0) + (1 - SLOT_SHARE) * whole : whole;
    }
  });
  return all;
}

/** How much of each family's materials stand in each note; one imagined material per note keeps every cell above 0. */
function noteAffinity(materials: readonly Material[]): number[][] {
  return FAMILIES.map((family) => {
    const counts = NOTES.map(
      (note) => 0.5 + materials.reduce((sum, material) => (material.note === note ? sum + shareIn(material.families, family) : sum), 0),
    );
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total);
  });
}

/** Equal parts for each name in the slot; a material speaks with its own family weights. Null for an unstated slot. */
function slotShares(slot: readonly string[], materials: readonly Material[]): Float64Array | null {
  const sum = new Array<number>(FAMILY_COUNT).fill(0);
  for (const name of slot) {
    const weights: FamilyWeights = isFamily(name) ? { [name]: 1 } : (materials.find(({ id }) => id === name)?.families ?? {});
    FAMILIES.forEach((family, f) => {
      sum[f] = (sum[f] ?? 0) + shareIn(weights, family);
    });
  }
  return sum.some((value) => value > 0) ? normalised(sum) : null;
}

function noteRanges(reading: Reading): readonly (readonly [number, number])[] {
  const open = NOTES.map((note) => !saidEmpty(reading, note));
  const claimed = NOTE_RANGES.reduce((sum, [low, high], i) => (open[i] ? sum + (low + high) / 2 : sum), 0);
  return NOTE_RANGES.map(([low, high], i) => (open[i] ? [Math.min(1, low / claimed), Math.min(1, high / claimed)] : [0, 0]));
}

const totals = new WeakMap<FamilyWeights, number>();

/** A family's part of a material's character, 0–1. */
export function shareIn(weights: FamilyWeights, family: Family): number {
  const weight = weights[family];
  if (weight === undefined) return 0;
  let total = totals.get(weights);
  if (total === undefined) {
    total = Object.values(weights).reduce((sum, value) => sum + value, 0);
    totals.set(weights, total);
  }
  return total > 0 ? weight / total : 0;
}

function normalised(values: readonly number[]): Float64Array {
  const total = values.reduce((sum, value) => sum + value, 0);
  return Float64Array.from(values, (value) => (total > 0 ? value / total : 1 / values.length));
}
