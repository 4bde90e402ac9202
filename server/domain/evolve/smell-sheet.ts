import { f64, i16, i32 } from '../math/element.ts';
import { INTENSITY, SILLAGE_AT_S, STEVENS_EXPONENT } from '../odour/constants.ts';
import { PHASE_COUNT } from './brief-target.ts';
import type { PaletteOdour } from './palette-odour.ts';
import { MOST_LINES, type Sheet } from './sheet.ts';

/** Where top, heart and dry-down begin, and where the dry-down is no longer looked at, s. */
const PHASE_EDGES_S = [30, 900, 7200, 86_400] as const;
/** A heart opens after half an hour: the moment whose intensity stands for the perfume. */
const HEART_AT_S = 1800;
/** Longevity is followed for three days. */
const HORIZON_S = 259_200;

const MOST_POINTS = 32;
const MOST_PARTS = 6;
const left = new Float64Array(MOST_POINTS);
const thinning = new Float64Array(MOST_POINTS);
const clock = new Float64Array(MOST_POINTS);
const loudness = new Float64Array(MOST_POINTS);
/** 3 × points: how much of each phase a grid point stands for. */
const weight = new Float64Array(PHASE_COUNT * MOST_POINTS);
const felt = new Float64Array(MOST_POINTS);
/** The molecules of the sheet in the order they were met. */
const met = new Int32Array(2 * MOST_LINES * MOST_PARTS);
const curve = new Float64Array(2 * MOST_LINES * MOST_PARTS * MOST_POINTS);
let amount = new Float64Array(1024);
let slot = new Int32Array(1024);

/** What a sheet smells like, written over by every call. */
export interface Smell {
  /** lines × 3: intensity of each line over each phase. */
  readonly byLine: Float64Array;
  /** 0–100 after half an hour. */
  intensity: number;
  /** 0–100 at arm's length after an hour. */
  sillage: number;
  longevityH: number;
}

export function newSmell(): Smell {
  return { byLine: new Float64Array((2 * MOST_LINES + 6) * PHASE_COUNT), intensity: 0, sillage: 0, longevityH: 0 };
}

/**
 * The dry-down of one formula: its own clock, each molecule's intensity, and each line's by its strongest molecule, a molecule that
 * several lines bring counted by their part in it (as the exact description does). Allocates nothing.
 */
export function smellSheet(odour: PaletteOdour, sheet: Sheet, out: Smell): void {
  const { points, partStart, partMolecule, partShare, strength, ceiling } = odour;
  runClock(odour, sheet);
  if (amount.length < odour.molecules) {
    amount = new Float64Array(2 * odour.molecules);
    slot = new Int32Array(2 * odour.molecules);
  }
  let count = 0;
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    for (let p = i32(partStart, material); p < i32(partStart, material + 1); p++) {
      const molecule = i32(partMolecule, p);
      const more = f64(sheet.pct, i) * f64(partShare, p);
      if (f64(amount, molecule) === 0) {
        slot[molecule] = count;
        met[count++] = molecule;
      }
      amount[molecule] = f64(amount, molecule) + more;
    }
  }
  loudness.fill(0, 0, points);
  for (let s = 0; s < count; s++) {
    const molecule = i32(met, s);
    const power = f64(amount, molecule) ** STEVENS_EXPONENT;
    const most = f64(ceiling, molecule);
    for (let g = 0; g < points; g++) {
      let value = f64(strength, molecule * points + g) * f64(thinning, g) * power;
      if (value > most) value = most;
      curve[s * points + g] = value;
      if (value > f64(loudness, g)) loudness[g] = value;
    }
  }
  for (let i = 0; i < sheet.count; i++) {
    const material = i16(sheet.index, i);
    felt.fill(0, 0, points);
    for (let p = i32(partStart, material); p < i32(partStart, material + 1); p++) {
      const molecule = i32(partMolecule, p);
      const part = (f64(sheet.pct, i) * f64(partShare, p)) / f64(amount, molecule);
      const row = i32(slot, molecule) * points;
      for (let g = 0; g < points; g++) {
        const value = part * f64(curve, row + g);
        if (value > f64(felt, g)) felt[g] = value;
      }
    }
    for (let phase = 0; phase < PHASE_COUNT; phase++) {
      let sum = 0;
      for (let g = 0; g < points; g++) sum += f64(weight, phase * points + g) * f64(felt, g);
      out.byLine[i * PHASE_COUNT + phase] = sum;
    }
  }
  out.sillage = farIntensity(odour, count);
  out.intensity = at(points, HEART_AT_S);
  out.longevityH = longevityH(points);
  for (let s = 0; s < count; s++) amount[i32(met, s)] = 0;
}

/** Moles left at each grid point, the seconds until it, and what part of each phase it stands for. */
function runClock({ points, tau, moles, carrierMoles }: PaletteOdour, sheet: Sheet): void {
  for (let g = 0; g < points; g++) left[g] = f64(carrierMoles, g);
  for (let i = 0; i < sheet.count; i++) {
    const row = i16(sheet.index, i) * points;
    const pct = f64(sheet.pct, i);
    for (let g = 0; g < points; g++) left[g] = f64(left, g) + pct * f64(moles, row + g);
  }
  clock[0] = f64(tau, 0) * f64(left, 0);
  thinning[0] = f64(left, 0) ** -STEVENS_EXPONENT;
  for (let g = 1; g < points; g++) {
    const before = f64(left, g - 1);
    const after = f64(left, g);
    const span = f64(tau, g) - f64(tau, g - 1);
    // Between two points the amount falls as an exponential; its mean is the logarithmic mean.
    const mean = before - after > 1e-6 * before ? (before - after) / Math.log(before / after) : before;
    clock[g] = f64(clock, g - 1) + mean * span;
    thinning[g] = after ** -STEVENS_EXPONENT;
  }
  for (let g = 0; g < points; g++) {
    // A point stands for the time between the (logarithmic) middles to its neighbours.
    const here = f64(clock, g);
    const from = g > 0 ? Math.sqrt(f64(clock, g - 1) * here) : here;
    const to = g < points - 1 ? Math.sqrt(f64(clock, g + 1) * here) : PHASE_EDGES_S[3];
    for (let phase = 0; phase < PHASE_COUNT; phase++) {
      const start = Math.max(from, PHASE_EDGES_S[phase] as number);
      const end = Math.min(to, PHASE_EDGES_S[phase + 1] as number);
      weight[phase * points + g] = end > start ? Math.log(end / start) : 0;
    }
  }
}

/** Loudness at a time, on a straight line of intensity over the logarithm of time. */
function at(points: number, seconds: number): number {
  let g = 0;
  while (g < points - 1 && f64(clock, g + 1) < seconds) g++;
  if (g === points - 1 || f64(clock, g) >= seconds) return f64(loudness, g);
  const part = Math.log(seconds / f64(clock, g)) / Math.log(f64(clock, g + 1) / f64(clock, g));
  return f64(loudness, g) + part * (f64(loudness, g + 1) - f64(loudness, g));
}

function farIntensity({ points, farStrength, ceiling }: PaletteOdour, count: number): number {
  let g = 0;
  while (g < points - 1 && Math.abs(Math.log(f64(clock, g + 1) / SILLAGE_AT_S)) < Math.abs(Math.log(f64(clock, g) / SILLAGE_AT_S))) g++;
  let strongest = 0;
  for (let s = 0; s < count; s++) {
    const molecule = i32(met, s);
    const value = f64(farStrength, molecule * points + g) * f64(thinning, g) * f64(amount, molecule) ** STEVENS_EXPONENT;
    if (value > strongest) strongest = Math.min(value, f64(ceiling, molecule));
  }
  return strongest;
}

/** Last time the mixture is at least weak, h. */
function longevityH(points: number): number {
  let g = points - 1;
  while (g >= 0 && f64(loudness, g) < INTENSITY.weak) g--;
  if (g < 0) return 0;
  if (g === points - 1) return Math.min(HORIZON_S, f64(clock, g)) / 3600;
  const part = (f64(loudness, g) - INTENSITY.weak) / (f64(loudness, g) - f64(loudness, g + 1));
  return Math.min(HORIZON_S, f64(clock, g) * (f64(clock, g + 1) / f64(clock, g)) ** part) / 3600;
}
