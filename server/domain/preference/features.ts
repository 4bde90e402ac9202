import { FAMILIES } from '../ingredient/family.ts';
import { FACT, STARS_PER_MISMATCH } from './facts.ts';

const F = FAMILIES.length;

/** Where each block of features begins: F² + 2F + 14 describe the formula in its brief, F its smelled against its weighed shares; one per material follows. */
export const FEATURE = {
  bias: 0,
  briefScore: 1,
  mismatches: 2,
  profile: 5,
  profileSquared: 5 + F,
  /** Row f of the block: share of family f in the formula × every asked-for share. */
  profileByTarget: 5 + 2 * F,
  measures: 5 + 2 * F + F * F,
  notes: 11 + 2 * F + F * F,
  contrast: F * F + 2 * F + 14,
  materials: F * F + 3 * F + 14,
} as const;
export const FORMULA_FEATURES = FEATURE.materials;

export function featureCount(materials: number): number {
  return FORMULA_FEATURES + materials;
}

/** A liking for one material grows with the root of its dose: present or absent matters most, more matters less. */
export function materialEffect(pct: number): number {
  return Math.sqrt(pct / 100);
}

/**
 * Fills one row of the design: bias, brief score, mismatches, profile, its squares, profile × asked-for shares, effective number,
 * intensity and cost with their squares, note shares, then the materials present. `wanted`: the brief's 18 shares;
 * `material`: place in the model's list of materials.
 */
export function fillFeatures(
  facts: Float64Array,
  wanted: Float64Array,
  materials: readonly { readonly material: number; readonly pct: number }[],
  row: Float64Array,
): void {
  row.fill(0);
  row[FEATURE.bias] = 1;
  row[FEATURE.briefScore] = facts[FACT.briefScore] as number;
  for (let k = 0; k < 3; k++) row[FEATURE.mismatches + k] = facts[FACT.mismatches + k] as number;
  for (let f = 0; f < F; f++) {
    const share = facts[f] as number;
    row[FEATURE.profile + f] = share;
    row[FEATURE.contrast + f] = facts[FACT.contrast + f] as number;
    row[FEATURE.profileSquared + f] = share * share;
    const at = FEATURE.profileByTarget + f * F;
    for (let t = 0; t < F; t++) row[at + t] = share * (wanted[t] as number);
  }
  for (let m = 0; m < 3; m++) {
    const value = facts[FACT.effectiveNumber + m] as number;
    row[FEATURE.measures + 2 * m] = value;
    row[FEATURE.measures + 2 * m + 1] = value * value;
    row[FEATURE.notes + m] = facts[FACT.notes + m] as number;
  }
  for (const { material, pct } of materials) row[FEATURE.materials + material] = materialEffect(pct);
}

/** Part of the brief mismatch that hangs on family shares; the rest (loudness, wishes) is taken to stay. */
const SHARE_PART = 0.82;

/**
 * The features that formula `row` would have for the brief that `elsewhere` was made for: shares against the other brief's shares, with
 * mismatches and brief score moved by the change in total variation.
 */
export function offeredFor(row: Float64Array, elsewhere: Float64Array): Float64Array {
  const out = row.slice();
  const own = wantedOf(row);
  const other = wantedOf(elsewhere);
  let further = 0;
  for (let f = 0; f < F; f++) {
    const share = row[FEATURE.profile + f] as number;
    further += (Math.abs(share - (other[f] as number)) - Math.abs(share - (own[f] as number))) / 2;
    for (let t = 0; t < F; t++) out[FEATURE.profileByTarget + f * F + t] = share * (other[t] as number);
  }
  for (let k = 0; k < 3; k++) out[FEATURE.mismatches + k] = Math.max(0, (row[FEATURE.mismatches + k] as number) + further);
  out[FEATURE.briefScore] = (row[FEATURE.briefScore] as number) - STARS_PER_MISMATCH * SHARE_PART * further;
  return out;
}

/** The asked-for shares that a row of features was made with: the profile sums to one, so the columns of the cross block do too. */
export function wantedOf(row: Float64Array): Float64Array {
  const out = new Float64Array(F);
  for (let f = 0; f < F; f++)
    for (let t = 0; t < F; t++) out[t] = (out[t] as number) + (row[FEATURE.profileByTarget + f * F + t] as number);
  return out;
}

/** Spread of each weight before any rating, in stars per unit of its feature. */
export interface TastePrior {
  readonly bias: number;
  readonly briefScore: number;
  readonly mismatches: number;
  readonly profile: number;
  readonly profileSquared: number;
  /** Diagonal and off-diagonal of profile × asked-for shares. */
  readonly ownTarget: number;
  readonly otherTarget: number;
  readonly measures: number;
  readonly notes: number;
  readonly contrast: number;
  readonly materials: number;
  /** Personal weights per family, and the designer's leniency is in the thresholds. */
  readonly personal: number;
}

export const DEFAULT_PRIOR: TastePrior = {
  bias: 4,
  briefScore: 1,
  mismatches: 1,
  profile: 1.2,
  profileSquared: 2,
  ownTarget: 1.4,
  otherTarget: 0.3,
  measures: 0.3,
  notes: 0.3,
  contrast: 1,
  materials: 0.2,
  personal: 1.6,
};

/** Prior variances of all shared weights. The prior mean is 1 for the brief score and 0 elsewhere: no ratings, brief alone. */
export function priorVariances(prior: TastePrior, materials: number): Float64Array {
  const sd = new Float64Array(featureCount(materials));
  sd.fill(prior.materials);
  sd[FEATURE.bias] = prior.bias;
  sd[FEATURE.briefScore] = prior.briefScore;
  sd.fill(prior.mismatches, FEATURE.mismatches, FEATURE.profile);
  sd.fill(prior.profile, FEATURE.profile, FEATURE.profileSquared);
  sd.fill(prior.profileSquared, FEATURE.profileSquared, FEATURE.profileByTarget);
  for (let f = 0; f < F; f++) {
    for (let t = 0; t < F; t++) sd[FEATURE.profileByTarget + f * F + t] = f === t ? prior.ownTarget : prior.otherTarget;
  }
  sd.fill(prior.measures, FEATURE.measures, FEATURE.notes);
  sd.fill(prior.notes, FEATURE.notes, FEATURE.contrast);
  sd.fill(prior.contrast, FEATURE.contrast, FEATURE.materials);
  return sd.map((value) => value * value);
}
