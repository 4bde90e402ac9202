import { z } from 'zod';
import type { Product } from '../brief/product.ts';
import type { MaterialLine } from '../formula/formula.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, Family, NOTES, Note } from '../ingredient/family.ts';
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
  type Surface,
  surfaceTemperatureK,
} from './constants.ts';
import { type Liquid, liquidOf } from './liquid.ts';
import { intensityOf } from './perception.ts';
import { vapourConfidence } from './substance.ts';
import { noteOf } from './vapour-pressure.ts';

/** A number with everything needed to believe or doubt it. */
export const Figure = z.strictObject({
  value: z.number().nullable(),
  unit: z.string(),
  basis: z.string(),
  source: z.string(),
  confidence: Confidence,
});
export type Figure = z.infer<typeof Figure>;

const Share = z.number().min(0).max(1);

export const OdourMoment = z.strictObject({
  t_s: z.number().nonnegative(),
  /** 0–100, strongest component; solvents left out. */
  intensity_total: z.number().nonnegative(),
  /** Shares of the families in what is smelt, Σ = 1 (empty when nothing is). */
  families: z.partialRecord(Family, Share),
  /** The line that is smelt most; null when nothing is. */
  strongest: z.string().nullable(),
  /** Part of the concentrate still there, 0–1. */
  remaining: Share,
});

export const OdourOfMaterial = z.strictObject({
  ingredient: z.string(),
  pct: z.number(),
  note: Note.nullable(),
  note_basis: z.enum(['vapour_pressure', 'label', 'none']),
  /** Highest intensity over the day, 0–100; null = no data. */
  peak_intensity: z.number().nullable(),
  /** Last time it is smelt on its own (intensity 1.4); null = no data. */
  longevity_h: z.number().nullable(),
  basis: z.enum(['measured', 'stevens', 'estimated', 'none']),
  gamma_basis: z.enum(['unifac', 'no_groups']),
  confidence: Confidence,
});

export const SILLAGES = ['low', 'moderate', 'high'] as const;

export const FormulaOdour = z.strictObject({
  surface: z.enum(['blotter', 'skin']),
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
  /** Share by mass of the concentrate whose smell rests on data or estimates, 0–1. */
  known_share: Share,
  notes: z.array(z.string()),
});
export type FormulaOdour = z.infer<typeof FormulaOdour>;

const MINUTE = 60;
const HOUR = 3600;
/** Blotter protocol and the hours between, s. */
export const CURVE_TIMES_S: readonly number[] = [
  0,
  10,
  30,
  MINUTE,
  3 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  1.5 * HOUR,
  2 * HOUR,
  3 * HOUR,
  4 * HOUR,
  6 * HOUR,
  8 * HOUR,
  10 * HOUR,
  12 * HOUR,
  16 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/**
 * How a formula smells over a day: intensity and families over time, pyramid, longevity, sillage. The concentrate is dissolved
 * at its dose in the product's carrier, one spray on 10 cm², exact UNIFAC at every step.
 * @param lines neat % of the concentrate. Throws unknown_ingredient for an unknown id.
 */
export function describeOdour(
  catalogue: Catalogue,
  formula: { lines: readonly MaterialLine[]; dosePct: number; product: Product; surface: Surface },
): FormulaOdour {
  const { dosePct, product, surface } = formula;
  const lines = formula.lines.map(({ materialId, pct }) => ({ material: materialOf(catalogue, materialId), pct }));
  const sumPct = lines.reduce((sum, { pct }) => sum + pct, 0);
  const perPct = ((SPRAY_MG / 1000) * dosePct) / 100 / Math.max(sumPct, 1e-9);
  const carrier = carrierOf(product).map(({ materialId, pct }) => ({
    material: materialOf(catalogue, materialId),
    mass: ((SPRAY_MG / 1000) * (1 - dosePct / 100) * pct) / 100,
  }));
  const liquid = liquidOf(catalogue, [...lines.map(({ material, pct }) => ({ material, mass: pct * perPct })), ...carrier]);
  const air = airOverTime(catalogue.odour, liquid, {
    temperatureK: surfaceTemperatureK(surface),
    areaM2: SPRAY_AREA_M2,
    massTransferMS: MASS_TRANSFER_M_S,
    timesS: CURVE_TIMES_S,
    gamma: 'unifac',
  });
  const materials = lines.map(({ material }) => material);
  const byLine = air.intensity.map((intensity) => lineIntensities(liquid, intensity, lines.length));
  const curve = CURVE_TIMES_S.map((t_s, t) => momentOf(t_s, materials, byLine[t] ?? [], remainingShare(liquid, air, t, lines.length)));
  const totals = curve.map(({ intensity_total }) => intensity_total);
  const ofMaterials = lines.map(({ material, pct }, line) => materialOdour(catalogue, liquid, byLine, material, pct, line));
  const known = lines.reduce((sum, { pct }, i) => (ofMaterials[i]?.basis === 'none' ? sum : sum + pct), 0) / Math.max(sumPct, 1e-9);
  const confidence = worstOf(ofMaterials);
  return {
    surface,
    curve,
    pyramid: pyramidOf(lines, sumPct),
    families: meanFamilies(curve),
    longevity_h: {
      value: lastHourAbove(totals, INTENSITY.weak),
      unit: 'h',
      basis: `strongest component ≥ ${INTENSITY.weak} on ${surface}; at most 24 h are computed`,
      source: 'UNIFAC, modified Raoult, evaporation from 10 cm²',
      confidence,
    },
    sillage: sillageOf(liquid, air, lines.length, confidence),
    materials: ofMaterials,
    known_share: Math.min(1, known),
    notes: notesOf(lines, ofMaterials),
  };
}

/** Intensity of each line: its strongest molecule, a shared molecule counted by the line's part in it. Solvents have none. */
function lineIntensities(liquid: Liquid, intensity: Float64Array, lines: number): number[] {
  const result = new Array<number>(lines).fill(0);
  for (const [k, substance] of liquid.substances.entries()) {
    const value = intensity[k] as number;
    if (substance.solvent || !(value > 0)) continue;
    for (const { line, part } of liquid.origins[k] ?? []) if (line < lines) result[line] = Math.max(result[line] ?? 0, value * part);
  }
  return result;
}

function momentOf(t_s: number, materials: readonly Material[], byLine: readonly number[], remaining: number): z.infer<typeof OdourMoment> {
  let strongest = -1;
  for (let i = 0; i < byLine.length; i++) if ((byLine[i] as number) > (byLine[strongest] ?? 0)) strongest = i;
  return {
    t_s,
    intensity_total: byLine[strongest] ?? 0,
    families: familyShares(materials, byLine),
    strongest: materials[strongest]?.name ?? null,
    remaining,
  };
}

/** Family shares of what is smelt: intensities of the lines spread over their materials' family weights. */
export function familyShares(materials: readonly Material[], weights: readonly number[]): Partial<Record<Family, number>> {
  const shares: Partial<Record<Family, number>> = {};
  let total = 0;
  for (const [i, material] of materials.entries()) {
    for (const family of FAMILIES) {
      const part = (weights[i] ?? 0) * (material.families[family] ?? 0);
      if (part <= 0) continue;
      shares[family] = (shares[family] ?? 0) + part;
      total += part;
    }
  }
  for (const family of FAMILIES) if (shares[family] !== undefined) shares[family] = (shares[family] ?? 0) / total;
  return shares;
}

function meanFamilies(curve: FormulaOdour['curve']): FormulaOdour['families'] {
  const smelt = curve.filter(({ intensity_total }) => intensity_total > 0);
  const mean: Partial<Record<Family, number>> = {};
  for (const { families } of smelt) {
    for (const family of FAMILIES) {
      const share = families[family];
      if (share !== undefined) mean[family] = (mean[family] ?? 0) + share / smelt.length;
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

/** Last time, h, at which a falling or swelling curve is at the level, by a straight line between the times; 0 = never. */
function lastHourAbove(values: readonly number[], level: number): number {
  for (let t = values.length - 1; t >= 0; t--) {
    const value = values[t] ?? 0;
    if (value < level) continue;
    const next = values[t + 1];
    const from = CURVE_TIMES_S[t] ?? 0;
    if (next === undefined) return from / HOUR;
    return (from + (((CURVE_TIMES_S[t + 1] ?? from) - from) * (value - level)) / (value - next)) / HOUR;
  }
  return 0;
}

function materialOdour(
  catalogue: Catalogue,
  liquid: Liquid,
  byLine: readonly (readonly number[])[],
  material: Material,
  pct: number,
  line: number,
): z.infer<typeof OdourOfMaterial> {
  const own = liquid.substances.filter((_, k) => liquid.origins[k]?.some((origin) => origin.line === line));
  const strengths = byLine.map((values) => values[line] ?? 0);
  const bases = new Set(own.map(({ perception }) => perception.basis));
  const basis = (['measured', 'stevens', 'estimated', 'none'] as const).find((known) => bases.has(known)) ?? 'none';
  const silent = basis === 'none' || own.every(({ psatPa }) => psatPa === null);
  const note = noteOf(material);
  const worst = own.reduce<Confidence>((grade, { perception, psatBasis, groups }) => {
    if (perception.basis === 'none' && own.length > 1) return grade;
    const lowered = groups === null ? 'C' : 'A';
    return [grade, perception.confidence, vapourConfidence(psatBasis), lowered].sort().at(-1) as Confidence;
  }, 'A');
  return {
    ingredient: material.name,
    pct,
    note: note?.note ?? null,
    note_basis: note?.basis ?? 'none',
    peak_intensity: silent ? null : Math.max(0, ...strengths),
    longevity_h: silent ? null : lastHourAbove(strengths, INTENSITY.barely),
    basis: silent ? 'none' : basis,
    gamma_basis: own.some(({ groups }) => groups !== null) ? 'unifac' : 'no_groups',
    confidence: worst,
  };
}

/** The confidence that half of the formula's lines reach: one poorly known trace does not spoil a figure for the whole. */
function worstOf(materials: readonly { confidence: Confidence }[]): Confidence {
  const grades = materials.map(({ confidence }) => confidence).sort();
  return grades[Math.floor(grades.length / 2)] ?? 'D';
}

function pyramidOf(lines: readonly { material: Material; pct: number }[], sumPct: number): FormulaOdour['pyramid'] {
  const pyramid: FormulaOdour['pyramid'] = {
    top: { share: 0, materials: [] },
    middle: { share: 0, materials: [] },
    base: { share: 0, materials: [] },
  };
  for (const { material, pct } of lines) {
    const note = noteOf(material)?.note;
    if (note === undefined || material.kind === 'solvent') continue;
    pyramid[note].share = Math.min(1, pyramid[note].share + pct / Math.max(sumPct, 1e-9));
    pyramid[note].materials.push({ ingredient: material.name, pct });
  }
  for (const note of NOTES) pyramid[note].materials.sort((a, b) => b.pct - a.pct);
  return pyramid;
}

function sillageOf(liquid: Liquid, air: AirOverTime, lines: number, confidence: Confidence): FormulaOdour['sillage'] {
  const t = CURVE_TIMES_S.indexOf(SILLAGE_AT_S);
  const far = liquid.substances.map((substance, k) => intensityOf(substance.perception, (air.gasGM3[t]?.[k] ?? 0) * FAR_DILUTION) ?? 0);
  const value = Math.max(0, ...lineIntensities(liquid, Float64Array.from(far), lines));
  return {
    level: value >= INTENSITY.moderate ? 'high' : value >= INTENSITY.weak ? 'moderate' : 'low',
    intensity: {
      value,
      unit: '0–100',
      basis: "strongest component at arm's length after 1 h, one spray diluted into 1 L/s of air",
      source: 'estimate',
      confidence: confidence === 'D' ? 'D' : 'C',
    },
  };
}

function notesOf(lines: readonly { material: Material }[], materials: readonly z.infer<typeof OdourOfMaterial>[]): string[] {
  const named = (wanted: (m: z.infer<typeof OdourOfMaterial>) => boolean): string[] =>
    materials.filter(wanted).map(({ ingredient }) => ingredient);
  const noData = named(({ basis }) => basis === 'none');
  const estimated = named(({ basis }) => basis === 'estimated');
  const noGroups = named(({ gamma_basis }) => gamma_basis === 'no_groups');
  const notes: string[] = [];
  if (noData.length > 0) notes.push(`향 자료가 없어요: ${noData.join(', ')}`);
  if (estimated.length > 0) notes.push(`사용량에서 추정했어요: ${estimated.join(', ')}`);
  if (noGroups.length > 0) notes.push(`UNIFAC 작용기가 없어 활동도 계수 1로 계산했어요: ${noGroups.join(', ')}`);
  if (lines.some(({ material }) => material.kind === 'natural')) notes.push('천연 원료는 대표 조성으로 계산했어요(추정).');
  return notes;
}
