import { f64, i16, i32 } from '../math/element.ts';
import { INTENSITY } from '../odour/constants.ts';
import { type BriefTarget, FAMILY_COUNT, PHASE_COUNT } from './brief-target.ts';
import type { EvolveProblem } from './problem.ts';
import type { Sheet } from './sheet.ts';
import { newSmell, smellSheet } from './smell-sheet.ts';

/** Brief mismatch, cost, imbalance: all 0 best – 1 worst. */
export const OBJECTIVE_COUNT = 3;

/**
 * Parts of the brief mismatch: character over the whole dry-down, in each phase and by mass on paper, and how loud it is; what
 * only some briefs state joins when it is stated, and the sum is divided by the parts that count.
 */
const MISMATCH = { whole: 0.38, phases: 0.2, matter: 0.2, intensity: 0.08, sillage: 0.15, longevity: 0.2, preference: 0.3 } as const;
/** Parts of the imbalance, Σ = 1. */
const IMBALANCE = { pyramid: 0.5, longevity: 0.25, complexity: 0.25 } as const;
/** Cost objective c/(c + this): half at a mid-priced concentrate, USD per kg. */
const MIDDLING_USD_PER_KG = 60;

/** What one evaluation knows about a formula. One instance per problem is written over by every evaluation. */
export interface Evaluation {
  /** [mismatch, cost, imbalance], minimised. */
  readonly objectives: Float64Array;
  /** 18 shares of perceived character over the whole dry-down. */
  readonly profile: Float64Array;
  /** 3 × 18 shares per phase. */
  readonly phaseProfile: Float64Array;
  /** 18 shares by mass. */
  readonly matterProfile: Float64Array;
  /** Top, heart, base shares of mass. */
  readonly noteShare: Float64Array;
  /** Total variation distances of whole, phases and matter to the brief, 0–1. */
  readonly misses: Float64Array;
  /** 0–100 when the heart opens, after half an hour. */
  intensity: number;
  /** 0–100 at arm's length after an hour. */
  sillage: number;
  /** exp of the entropy of the amounts. */
  effectiveLines: number;
  costKrwPerKg: number;
  longevityH: number;
  /** Mismatch by the brief alone, before a preference model joins. */
  briefMismatch: number;
}

export function newEvaluation(): Evaluation {
  return {
    objectives: new Float64Array(OBJECTIVE_COUNT),
    profile: new Float64Array(FAMILY_COUNT),
    phaseProfile: new Float64Array(PHASE_COUNT * FAMILY_COUNT),
    matterProfile: new Float64Array(FAMILY_COUNT),
    noteShare: new Float64Array(PHASE_COUNT),
    misses: new Float64Array(3),
    intensity: 0,
    sillage: 0,
    effectiveLines: 0,
    costKrwPerKg: 0,
    longevityH: 0,
    briefMismatch: 0,
  };
}

const smell = newSmell();

/**
 * Judges an admissible sheet against the brief. Writes into `out` and allocates nothing.
 * Character is shared by the lines' intensities along the dry-down of this very formula.
 */
export function evaluateSheet(problem: EvolveProblem, sheet: Sheet, out: Evaluation): void {
  const { limits, familyStart, familyIndex, familyShare } = problem;
  smellSheet(problem.odour, sheet, smell);
  out.matterProfile.fill(0);
  out.phaseProfile.fill(0);
  out.noteShare.fill(0);
  let cost = 0;
  let entropy = 0;
  let unnatural = 0;
  let allergens = 0;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    const share = f64(sheet.pct, i) / 100;
    cost += share * f64(limits.price, material);
    entropy -= share * Math.log(share);
    unnatural += share * f64(problem.unnatural, material);
    allergens += share * f64(problem.allergen, material);
    const note = i32(problem.note, material);
    out.noteShare[note] = f64(out.noteShare, note) + share;
    for (let k = i32(familyStart, material); k < i32(familyStart, material + 1); k++) {
      const family = i32(familyIndex, k);
      const part = f64(familyShare, k);
      out.matterProfile[family] = f64(out.matterProfile, family) + share * part;
      for (let phase = 0; phase < PHASE_COUNT; phase++) {
        const cell = phase * FAMILY_COUNT + family;
        out.phaseProfile[cell] = f64(out.phaseProfile, cell) + part * f64(smell.byLine, i * PHASE_COUNT + phase);
      }
    }
  }
  normalisePhases(out);
  out.intensity = smell.intensity;
  out.sillage = smell.sillage;
  out.longevityH = smell.longevityH;
  out.effectiveLines = Math.exp(entropy);
  out.costKrwPerKg = cost;
  judge(problem, out, unnatural, allergens);
  const extra = problem.extraScore;
  if (extra !== null) out.objectives[0] = clamp01(extra(sheet, out));
}

/** Each phase to Σ = 1, and the whole as their mean. */
function normalisePhases({ phaseProfile, profile }: Evaluation): void {
  profile.fill(0);
  for (let phase = 0; phase < PHASE_COUNT; phase++) {
    let total = 0;
    for (let f = 0; f < FAMILY_COUNT; f++) total += f64(phaseProfile, phase * FAMILY_COUNT + f);
    for (let f = 0; f < FAMILY_COUNT; f++) {
      const cell = phase * FAMILY_COUNT + f;
      const share = total > 0 ? f64(phaseProfile, cell) / total : 0;
      phaseProfile[cell] = share;
      profile[f] = f64(profile, f) + share / PHASE_COUNT;
    }
  }
}

function judge(problem: EvolveProblem, out: Evaluation, unnatural: number, allergens: number): void {
  const { target } = problem;
  const whole = variation(out.profile, 0, target.share, 0);
  let phases = 0;
  for (let phase = 0; phase < PHASE_COUNT; phase++) {
    phases += variation(out.phaseProfile, phase * FAMILY_COUNT, target.phaseShare, phase * FAMILY_COUNT) / PHASE_COUNT;
  }
  const matter = variation(out.matterProfile, 0, target.share, 0);
  out.misses[0] = whole;
  out.misses[1] = phases;
  out.misses[2] = matter;
  const wanted = problem.quietest + target.intensity * (problem.loudest - problem.quietest);
  const off = Math.min(1, Math.abs(out.intensity - wanted) / (problem.loudest - problem.quietest));
  let sum = MISMATCH.whole * whole + MISMATCH.phases * phases + MISMATCH.matter * matter + MISMATCH.intensity * off;
  let parts = MISMATCH.whole + MISMATCH.phases + MISMATCH.matter + MISMATCH.intensity;
  if (target.sillage !== null) {
    sum += MISMATCH.sillage * sillageMiss(target.sillage, out.sillage);
    parts += MISMATCH.sillage;
  }
  const shortLived = Math.max(0, 1 - out.longevityH / target.longevityH);
  if (target.longevityStated) {
    sum += MISMATCH.longevity * shortLived;
    parts += MISMATCH.longevity;
  }
  if (target.natural) {
    sum += MISMATCH.preference * unnatural;
    parts += MISMATCH.preference;
  }
  if (target.lowAllergen) {
    // A quarter of the mass in labelled allergens counts as missing the wish altogether.
    sum += MISMATCH.preference * Math.min(1, 4 * allergens);
    parts += MISMATCH.preference;
  }
  out.briefMismatch = sum / parts;
  let pyramid = 0;
  for (let note = 0; note < PHASE_COUNT; note++) {
    const [low, high] = target.noteRange[note] as readonly [number, number];
    const share = f64(out.noteShare, note);
    pyramid += Math.max(0, low - share, share - high);
  }
  const complexity = Math.min(1, Math.abs(out.effectiveLines - target.effectiveLines) / target.effectiveLines);
  out.objectives[0] = out.briefMismatch;
  out.objectives[1] = out.costKrwPerKg / (out.costKrwPerKg + MIDDLING_USD_PER_KG * problem.krwPerUsd);
  out.objectives[2] = IMBALANCE.pyramid * Math.min(1, pyramid) + IMBALANCE.longevity * shortLived + IMBALANCE.complexity * complexity;
}

/** How far the intensity at arm's length is from the band of a stated sillage, 0–1. */
function sillageMiss(wanted: NonNullable<BriefTarget['sillage']>, sillage: number): number {
  const [low, high] = SILLAGE_BAND[wanted];
  return clamp01(Math.max(0, low - sillage, sillage - high) / INTENSITY.weak);
}

/** Bands of intensity at arm's length after an hour, a little inside their edges. */
const SILLAGE_BAND = {
  low: [0, INTENSITY.weak - 0.5],
  moderate: [INTENSITY.weak + 0.5, INTENSITY.moderate - 1],
  high: [INTENSITY.moderate + 1, INTENSITY.max],
} as const;

/** Total variation distance of two share vectors, 0–1. */
function variation(a: Float64Array, fromA: number, b: Float64Array, fromB: number): number {
  let sum = 0;
  for (let f = 0; f < FAMILY_COUNT; f++) sum += Math.abs(f64(a, fromA + f) - f64(b, fromB + f));
  return sum / 2;
}

function clamp01(value: number): number {
  return value < 0 ? 0 : Math.min(value, 1);
}
