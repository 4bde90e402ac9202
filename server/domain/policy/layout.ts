import { FAMILIES } from '../ingredient/family.ts';

const F = FAMILIES.length;

/**
 * What the edit policy sees and does, by name. Both sizes follow the number of families alone, so a larger catalogue needs no new network.
 * Raise the version whenever the meaning of a place changes: files of another version are refused.
 */
export const LAYOUT_VERSION = 1;

/** Observation: asked-for shares, shares, their difference, then eleven measures. */
export const OBSERVATION = {
  wanted: 0,
  profile: F,
  difference: 2 * F,
  notes: 3 * F,
  effectiveNumber: 3 * F + 3,
  intensity: 3 * F + 4,
  cost: 3 * F + 5,
  budget: 3 * F + 6,
  longevity: 3 * F + 7,
  curveMismatch: 3 * F + 8,
  violation: 3 * F + 9,
  step: 3 * F + 10,
} as const;
export const OBSERVATION_SIZE = 3 * F + 11;

/** Action: a push per family and per note, towards cheap materials, and sharpness (fewer, stronger materials). */
export const ACTION = { families: 0, notes: F, cheapness: F + 3, sharpness: F + 4 } as const;
export const ACTION_SIZE = F + 5;

/** Edits per episode. */
export const HORIZON = 6;
