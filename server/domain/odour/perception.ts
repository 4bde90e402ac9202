import type { Confidence, DoseResponse } from '../ingredient/material.ts';
import { INTENSITY, STEVENS_EXPONENT } from './constants.ts';

/** How strongly a vapour is smelt, and how well that is known. Thresholds in g/m³ of air. */
export type Perception =
  | {
      readonly basis: 'measured';
      readonly curve: DoseResponse;
      readonly thresholdGM3: number | null;
      readonly confidence: Confidence;
      readonly source: string;
    }
  | { readonly basis: 'stevens' | 'estimated'; readonly thresholdGM3: number; readonly confidence: Confidence; readonly source: string }
  | { readonly basis: 'none'; readonly thresholdGM3: null; readonly confidence: 'D'; readonly source: string };

export const NO_PERCEPTION: Perception = { basis: 'none', thresholdGM3: null, confidence: 'D', source: 'no odour threshold known' };

/** A fit whose slope was rounded to 0 in its source describes a step, not a curve. */
export function isUsableFit(curve: DoseResponse): boolean {
  return curve.d > 0;
}

const UG_PER_L_PER_G_PER_M3 = 1000;

/**
 * Measured intensity 0–100: I(c) = I_max/(1 + exp(−(log10 c − C)/D)), c in µg per litre of air
 * (Wakayama et al., Ind. Eng. Chem. Res. 2019, doi 10.1021/acs.iecr.9b01225). D = 0 gives the step it stands for.
 * @param gasGM3 concentration in air, g/m³
 */
export function measuredIntensity(curve: DoseResponse, gasGM3: number): number {
  if (!(gasGM3 > 0)) return 0;
  const distance = Math.log10(gasGM3 * UG_PER_L_PER_G_PER_M3) - curve.c;
  if (curve.d === 0) return distance < 0 ? 0 : distance === 0 ? curve.max / 2 : curve.max;
  return curve.max / (1 + Math.exp(-distance / curve.d));
}

/** Concentration at which the measured intensity is 1.4 (barely there), ng per litre: 10^(3 + C − D ln((I_max − 1.4)/1.4)). */
export function measuredThresholdNgL(curve: DoseResponse): number {
  return 10 ** (3 + curve.c - curve.d * Math.log((curve.max - INTENSITY.barely) / INTENSITY.barely));
}

/** Power law ψ = OV^n, at most 100; OV = concentration ÷ threshold (Stevens; n by default 0.35). */
export function stevensIntensity(odourValue: number, exponent = STEVENS_EXPONENT): number {
  return odourValue > 0 ? Math.min(INTENSITY.max, odourValue ** exponent) : 0;
}

/** Intensity 0–100 of a vapour; null = no data. */
export function intensityOf(perception: Perception, gasGM3: number): number | null {
  switch (perception.basis) {
    case 'measured':
      return measuredIntensity(perception.curve, gasGM3);
    case 'stevens':
    case 'estimated':
      return stevensIntensity(gasGM3 / perception.thresholdGM3);
    case 'none':
      return null;
  }
}

/** Odour value C/threshold; null = no threshold (Mata, Gomes, Rodrigues, Ind. Eng. Chem. Res. 2005, 44, 4435). */
export function odourValueOf(perception: Perception, gasGM3: number): number | null {
  return perception.thresholdGM3 === null ? null : gasGM3 / perception.thresholdGM3;
}

/** Strongest component: the mixture smells as strong as its strongest part. No data counts as silent. */
export function strongestComponent(intensities: readonly (number | null)[]): number {
  return intensities.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
}

/**
 * Vector model ψ² = Σψ_i² + 2 Σ_{i<j} ψ_i ψ_j cos α (Berglund). Meant for a few components: with many, a cosine below 0 would
 * turn the sum negative, so the strongest component is the floor.
 */
export function vectorModel(intensities: readonly number[], cosAlpha: number): number {
  let squares = 0;
  let sum = 0;
  for (const value of intensities) {
    squares += value * value;
    sum += value;
  }
  return Math.max(Math.sqrt(Math.max(0, squares + cosAlpha * (sum * sum - squares))), strongestComponent(intensities));
}
