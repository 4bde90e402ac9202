import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import { DEFAULT_SOLVENT } from './accord.ts';
import { roundToStep } from './round-to-step.ts';

/** Density where nothing better is known, g/ml; estimates, the user's own value wins. */
export const DENSITY_G_ML = { concentrate: 0.9, alcoholicProduct: 0.81 } as const;

/** Resolution of the usual small scale, g. */
export const SCALE_STEP_G = 0.01;

/** Dilutions kept on the shelf for what is too strong or too little to weigh neat. */
const STRENGTHS = [1, 0.1, 0.01, 0.001] as const;
/** A weighed amount of ten steps is right to 5 %. */
const STEPS_WANTED = 10;
/** Materials used below this share of a concentrate are potent: never weighed neat. */
const POTENT_BELOW_PCT = 0.3;

export interface SheetLine {
  readonly material: Material;
  /** Neat % of the concentrate asked for. */
  readonly pct: number;
  readonly neatG: number;
  /** Strength that is weighed (1 = neat) and the solvent it brings. */
  readonly strength: number;
  readonly solventId: string | null;
  /** What the scale should show, a multiple of its step. */
  readonly weighG: number;
  /** Neat % of the concentrate that this weight gives. */
  readonly actualPct: number;
  /** Even the weakest dilution stays below one step of the scale. */
  readonly tooSmall: boolean;
}

export interface WeighingSheet {
  readonly lines: readonly SheetLine[];
  readonly concentrateG: number;
  /** Solvent that the dilutions bring in: it takes the place of the formula's own solvent, else of the product's carrier. */
  readonly dilutionSolventG: number;
  /** Own lines of that solvent are already lowered by what the dilutions bring. */
  readonly takenFromOwnSolventG: number;
}

export interface SheetRequest {
  /** Neat % of the concentrate. */
  readonly lines: readonly { readonly materialId: string; readonly pct: number; readonly strength?: number; readonly solventId?: string }[];
  readonly concentrateG: number;
  readonly scaleStepG?: number;
}

/**
 * What to weigh for a batch: neat and as-dosed grams, dilutions proposed for potent or tiny lines (10, 1 or 0.1 %), rounded to
 * the scale. Solvent from dilutions is tracked and taken out of the formula's own line of that solvent.
 */
export function weighingSheet(catalogue: Catalogue, { lines, concentrateG, scaleStepG = SCALE_STEP_G }: SheetRequest): WeighingSheet {
  const sum = lines.reduce((total, { pct }) => total + pct, 0);
  const planned = lines.map(({ materialId, pct, strength, solventId }) => {
    const material = materialOf(catalogue, materialId);
    const neatG = (concentrateG * pct) / sum;
    const weighed = strength ?? proposeStrength(material, neatG, scaleStepG);
    return { material, pct, neatG, strength: weighed, solventId: weighed < 1 ? (solventId ?? DEFAULT_SOLVENT) : null };
  });
  const brought = new Map<string, number>();
  for (const { neatG, strength, solventId } of planned) {
    if (solventId !== null) brought.set(solventId, (brought.get(solventId) ?? 0) + neatG / strength - neatG);
  }
  const dilutionSolventG = [...brought.values()].reduce((total, grams) => total + grams, 0);
  let takenFromOwnSolventG = 0;
  const toWeigh = planned.map(({ material, neatG, strength }) => {
    if (strength < 1) return neatG / strength;
    const taken = Math.min(neatG, brought.get(material.id) ?? 0);
    takenFromOwnSolventG += taken;
    return neatG - taken;
  });
  const wanted = toWeigh.reduce((total, grams) => total + grams, 0);
  const rounded = roundToStep(toWeigh, scaleStepG, Math.round(wanted / scaleStepG) * scaleStepG);
  return {
    lines: planned.map((line, i): SheetLine => {
      const weighG = rounded[i] ?? 0;
      const fromDilutions = line.strength === 1 ? Math.min(line.neatG, brought.get(line.material.id) ?? 0) : 0;
      return {
        ...line,
        weighG,
        actualPct: ((weighG * line.strength + fromDilutions) / concentrateG) * 100,
        tooSmall: (toWeigh[i] ?? 0) > 0 && (toWeigh[i] ?? 0) < scaleStepG,
      };
    }),
    concentrateG,
    dilutionSolventG,
    takenFromOwnSolventG,
  };
}

/** The strongest stock that can be weighed to 5 %; potent materials are never proposed neat. */
export function proposeStrength(material: Material, neatG: number, scaleStepG = SCALE_STEP_G): number {
  if (material.kind === 'solvent') return 1;
  const potent = material.flags.includes('potent') || material.useMaxPct < POTENT_BELOW_PCT;
  const from = potent ? 1 : 0;
  for (const strength of STRENGTHS.slice(from)) if (neatG / strength >= STEPS_WANTED * scaleStepG) return strength;
  return STRENGTHS.at(-1) ?? 1;
}

/** Grams of concentrate and of carrier in a batch of finished product. */
export function batchGrams(batch: { readonly ml: number; readonly dosePct: number; readonly densityGMl?: number }): {
  productG: number;
  concentrateG: number;
  carrierG: number;
} {
  const productG = batch.ml * (batch.densityGMl ?? DENSITY_G_ML.alcoholicProduct);
  const concentrateG = (productG * batch.dosePct) / 100;
  return { productG, concentrateG, carrierG: productG - concentrateG };
}

/** Drops are input only, with the weight of a drop calibrated for that dropper. */
export function gramsOfDrops(drops: number, gramsPerDrop: number): number {
  return drops * gramsPerDrop;
}

/** After an over-pour: what the other lines must become so that the proportions hold (never less than already poured). */
export function rescaleAfterOverpour(targetsG: readonly number[], pouredG: readonly (number | null)[]): number[] {
  const factor = targetsG.reduce((most, target, i) => Math.max(most, target > 0 ? (pouredG[i] ?? 0) / target : 1), 1);
  return targetsG.map((target) => target * factor);
}
