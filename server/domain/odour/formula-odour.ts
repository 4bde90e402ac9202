import { z } from 'zod';
import type { Product } from '../brief/product.ts';
import type { MaterialLine } from '../formula/formula.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, NOTES } from '../ingredient/family.ts';
import { Family, Note } from '../ingredient/family-schema.ts';
import { Confidence, type Material } from '../ingredient/material.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import { type AirOverTime, airOverTime } from './air-over-time.ts';
import { carrierOf } from './carrier.ts';
import {
  FAR_DILUTION,
  INTENSITY,
  MASS_TRANSFER_M_S,
  SILLAGE_AT_S,
  SPRAY_AREA_M2,
  SPRAY_MG,
  SURFACES,
  type Surface,
  surfaceTemperatureK,
} from './constants.ts';
import { Figure, substanceConfidence, worstConfidence } from './figure.ts';
import { type Liquid, liquidOf } from './liquid.ts';
import { intensityOf } from './perception.ts';
import { familyShares, lastTimeAbove, lineIntensities, mixtureIntensity, strongestOf } from './smell-curve.ts';
import { noteOf } from './vapour-pressure.ts';

const Share = z.number().min(0).max(1);

export const OdourMoment = z.strictObject({
  t_s: z.number().nonnegative(),
  /** 0–100, strongest component; solvents left out. */
  intensity_total: z.number().nonnegative(),
  /** Shares of the families in what is smelt, Σ = 1 (empty when nothing is). */
  families: z.partialRecord(Family, Share),
  /** The line that is smelt most; null when nothing is. */
  strongest: z.string().nullable(),
  /** Part of the concentrate still there. */
  remaining: Share,
});
export type OdourMoment = z.infer<typeof OdourMoment>;

export const OdourOfMaterial = z.strictObject({
  ingredient: z.string(),
  pct: z.number(),
  note: Note.nullable(),
  note_basis: z.enum(['vapour_pressure', 'label', 'none']),
  /** Highest intensity over the day, 0–100; null = no data. */
  peak_intensity: z.number().nullable(),
  /** Last time it is smelt on its own (intensity 1.4), at most 72 h; null = no data. */
  longevity_h: z.number().nullable(),
  basis: z.enum(['measured', 'stevens', 'estimated', 'none']),
  gamma_basis: z.enum(['unifac', 'no_groups']),
  confidence: Confidence,
});
export type OdourOfMaterial = z.infer<typeof OdourOfMaterial>;

export const SILLAGES = ['low', 'moderate', 'high'] as const;

export const FormulaOdour = z.strictObject({
  surface: z.enum(SURFACES),
  curve: z.array(OdourMoment),
  /** Shares of the concentrate by mass. */
  pyramid: z.record(
    Note,
    z.strictObject({ share: Share, materials: z.array(z.strictObject({ ingredient: z.string(), pct: z.number() })) }),
  ),
  /** Mean over the curve's times, Σ = 1. */
  families: z.partialRecord(Family, Share),
  longevity_h: Figure,
  sillage: z.strictObject({ level: z.enum(SILLAGES), intensity: Figure }),
  materials: z.array(OdourOfMaterial),
  /** Share by mass of the concentrate whose smell rests on data or estimates. */
  known_share: Share,
  notes: z.array(z.string()),
});
export type FormulaOdour = z.infer<typeof FormulaOdour>;

const MINUTE = 60;
const HOUR = 3600;
/** A day on the blotter, s. */
export const CURVE_TIMES_S: readonly number[] = [
  ...[0, 10, 30],
  ...[1, 3, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 1.5, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24].map((hours) => hours * HOUR),
];
/** Longevity is followed this far; what still smells then is said to last at least so long. */
export const LONGEST_H = 72;
const ALL_TIMES_S = [...CURVE_TIMES_S, ...[30, 36, 48, 60, LONGEST_H].map((hours) => hours * HOUR)];

interface Line {
  readonly material: Material;
  readonly pct: number;
}

/**
 * How a formula smells over a day: intensity and families over time, pyramid, longevity, sillage. The concentrate is dissolved
 * at its dose in the product's carrier, one spray on 10 cm², exact UNIFAC at every step.
 * @param lines neat % of the concentrate. Throws unknown_ingredient for an unknown id.
 */
export function describeOdour(
  catalogue: Catalogue,
  formula: { lines: readonly MaterialLine[]; dosePct: number; product: Product; surface: Surface },
): FormulaOdour {
  const lines = formula.lines.map(({ materialId, pct }): Line => ({ material: materialOf(catalogue, materialId), pct }));
  const sumPct = Math.max(
    lines.reduce((sum, { pct }) => sum + pct, 0),
    1e-9,
  );
  const liquid = sprayOf(catalogue, lines, sumPct, formula);
  const air = airOverTime(catalogue.odour, liquid, {
    temperatureK: surfaceTemperatureK(formula.surface),
    areaM2: SPRAY_AREA_M2,
    massTransferMS: MASS_TRANSFER_M_S,
    timesS: ALL_TIMES_S,
    gamma: 'unifac',
  });
  const materials = lines.map(({ material }) => material);
  const byTime = air.intensity.map((intensity) => lineIntensities(liquid, intensity, lines.length));
  const totals = air.intensity.map((intensity) => mixtureIntensity(liquid, intensity));
  const curve = CURVE_TIMES_S.map((t_s, t): OdourMoment => {
    const intensities = byTime[t] ?? [];
    return {
      t_s,
      intensity_total: totals[t] ?? 0,
      families: familyShares(materials, intensities),
      strongest: materials[strongestOf(intensities)]?.name ?? null,
      remaining: remainingShare(liquid, air, t, lines.length),
    };
  });
  const ofMaterials = lines.map((line, i) => materialOdour(liquid, byTime, line, i));
  const known = lines.reduce((sum, { pct }, i) => (ofMaterials[i]?.basis === 'none' ? sum : sum + pct), 0);
  const confidence = typicalConfidence(ofMaterials);
  return {
    surface: formula.surface,
    curve,
    pyramid: pyramidOf(lines, sumPct),
    families: meanFamilies(curve),
    longevity_h: {
      value: known > 0 ? hours(lastTimeAbove(ALL_TIMES_S, totals, INTENSITY.weak)) : null,
      unit: 'h',
      basis: `strongest component ≥ ${INTENSITY.weak} on ${formula.surface}; followed for ${LONGEST_H} h`,
      source: 'UNIFAC, modified Raoult, evaporation from 10 cm²',
      confidence,
    },
    sillage: sillageOf(liquid, air, confidence),
    materials: ofMaterials,
    known_share: Math.min(1, known / sumPct),
    notes: notesOf(lines, ofMaterials),
  };
}

/** One spray in g: the concentrate's lines first, then the carrier's. */
function sprayOf(catalogue: Catalogue, lines: readonly Line[], sumPct: number, product: { dosePct: number; product: Product }): Liquid {
  const sprayG = SPRAY_MG / 1000;
  const concentrateG = (sprayG * product.dosePct) / 100;
  return liquidOf(catalogue, [
    ...lines.map(({ material, pct }) => ({ material, mass: (concentrateG * pct) / sumPct })),
    ...carrierOf(product.product).map(({ materialId, pct }) => ({
      material: materialOf(catalogue, materialId),
      mass: ((sprayG - concentrateG) * pct) / 100,
    })),
  ]);
}

function hours(seconds: number): number {
  return Math.min(seconds / HOUR, LONGEST_H);
}

function meanFamilies(curve: readonly OdourMoment[]): FormulaOdour['families'] {
  const smelt = curve.filter(({ intensity_total }) => intensity_total > 0);
  const mean: FormulaOdour['families'] = {};
  for (const { families } of smelt) {
    for (const family of FAMILIES) {
      const share = families[family];
      if (share !== undefined) mean[family] = Math.min(1, (mean[family] ?? 0) + share / smelt.length);
    }
  }
  return mean;
}

function remainingShare(liquid: Liquid, air: AirOverTime, t: number, lines: number): number {
  let left = 0;
  let start = 0;
  for (const [k, origins] of liquid.origins.entries()) {
    const part = origins.reduce((sum, origin) => (origin.line < lines ? sum + origin.part : sum), 0);
    left += (air.remainingG[t]?.[k] ?? 0) * part;
    start += (liquid.mass[k] as number) * part;
  }
  return start > 0 ? Math.min(1, left / start) : 0;
}

function materialOdour(liquid: Liquid, byTime: readonly (readonly number[])[], { material, pct }: Line, line: number): OdourOfMaterial {
  const own = liquid.substances.filter((_, k) => liquid.origins[k]?.some((origin) => origin.line === line));
  const speaking = own.filter(({ perception, psatPa }) => perception.basis !== 'none' && psatPa !== null);
  const basis = (['measured', 'stevens', 'estimated'] as const).find((known) =>
    speaking.some(({ perception }) => perception.basis === known),
  );
  const strengths = byTime.map((values) => values[line] ?? 0);
  const note = noteOf(material);
  return {
    ingredient: material.name,
    pct,
    note: note?.note ?? null,
    note_basis: note?.basis ?? 'none',
    peak_intensity: basis ? Math.max(0, ...strengths) : null,
    longevity_h: basis ? hours(lastTimeAbove(ALL_TIMES_S, strengths, INTENSITY.barely)) : null,
    basis: basis ?? 'none',
    gamma_basis: own.some(({ groups }) => groups !== null) ? 'unifac' : 'no_groups',
    confidence: basis ? worstConfidence(speaking.map(substanceConfidence)) : 'D',
  };
}

/** The grade that half of the lines reach: one poorly known trace does not spoil a figure for the whole. */
function typicalConfidence(materials: readonly OdourOfMaterial[]): Confidence {
  const grades = materials.map(({ confidence }) => confidence).sort();
  return grades[Math.floor(grades.length / 2)] ?? 'D';
}

function pyramidOf(lines: readonly Line[], sumPct: number): FormulaOdour['pyramid'] {
  const pyramid: FormulaOdour['pyramid'] = {
    top: { share: 0, materials: [] },
    middle: { share: 0, materials: [] },
    base: { share: 0, materials: [] },
  };
  for (const { material, pct } of lines) {
    const note = noteOf(material)?.note;
    if (note === undefined || material.kind === 'solvent') continue;
    pyramid[note].share = Math.min(1, pyramid[note].share + pct / sumPct);
    pyramid[note].materials.push({ ingredient: material.name, pct });
  }
  for (const note of NOTES) pyramid[note].materials.sort((a, b) => b.pct - a.pct);
  return pyramid;
}

function sillageOf(liquid: Liquid, air: AirOverTime, confidence: Confidence): FormulaOdour['sillage'] {
  const gas = air.gasGM3[ALL_TIMES_S.indexOf(SILLAGE_AT_S)];
  const far = liquid.substances.map(({ perception }, k) => intensityOf(perception, (gas?.[k] ?? 0) * FAR_DILUTION) ?? 0);
  const value = mixtureIntensity(liquid, Float64Array.from(far));
  return {
    level: value >= INTENSITY.moderate ? 'high' : value >= INTENSITY.weak ? 'moderate' : 'low',
    intensity: {
      value,
      unit: '0–100',
      basis: "strongest component at arm's length after 1 h, one spray diluted into 1 L/s of air",
      source: 'estimate',
      confidence: worstConfidence([confidence, 'C']),
    },
  };
}

function notesOf(lines: readonly Line[], materials: readonly OdourOfMaterial[]): string[] {
  const naming = (words: string, wanted: (material: OdourOfMaterial) => boolean): string[] => {
    const names = materials.filter(wanted).map(({ ingredient }) => ingredient);
    return names.length > 0 ? [`${words}: ${names.join(', ')}`] : [];
  };
  return [
    ...naming('향 자료가 없어요', ({ basis }) => basis === 'none'),
    ...naming('사용량에서 추정했어요', ({ basis }) => basis === 'estimated'),
    ...naming('UNIFAC 작용기가 없어 활동도 계수를 1로 두었어요', ({ gamma_basis }) => gamma_basis === 'no_groups'),
    ...(lines.some(({ material }) => material.kind === 'natural') ? ['천연 원료는 대표 조성으로 계산했어요(추정).'] : []),
  ];
}
