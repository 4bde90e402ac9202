import type { EvolveProblem } from '#domain/evolve/problem.ts';
import type { Sheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { FAMILIES, type Family } from '#domain/ingredient/family.ts';
import type { Rng } from '#domain/math/rng.ts';

const F = FAMILIES.length;

/** What weighs in an outside perfumer's judgement, in standard deviations of each part over formulas they might meet. */
export interface Temper {
  readonly name: string;
  readonly match: number;
  readonly materials: number;
  readonly families: number;
  readonly simplicity: number;
  /** Share of a family word that means other families to them. */
  readonly words: number;
  /** How a line's amount is felt. */
  readonly response: 'power' | 'log' | 'root';
  /** How far a formula is from what the brief means to them. */
  readonly distance: 'euclid' | 'hellinger' | 'cosine';
}

export const TEMPERS: readonly Temper[] = [
  { name: 'materials', match: 3, materials: 1, families: 0.4, simplicity: 0.2, words: 0.25, response: 'log', distance: 'cosine' },
  { name: 'words', match: 4, materials: 0.5, families: 0.4, simplicity: 0.2, words: 0.35, response: 'power', distance: 'hellinger' },
  { name: 'families', match: 3, materials: 0.4, families: 0.9, simplicity: 0.2, words: 0.25, response: 'root', distance: 'euclid' },
];

/** Share of materials that a perfumer has feelings about. */
const FELT_MATERIALS = 0.06;
/** Part of a material's character that is this perfumer's own reading of it. */
const OWN_READING = 0.2;
/** % of the concentrate at which a liked material has half its effect. */
const HALF_EFFECT_PCT = 1;
const STAR_NOISE = 0.5;

/**
 * A perfumer who shares nothing with the simulation that the preference model's prior was chosen on: smells each material through a family
 * matrix of their own and by their own law of amounts instead of by the odour model, compares by another distance, and has strong feelings
 * about single materials. The studio sees their stars alone.
 */
export class OutsidePerfumer {
  readonly temper: Temper;
  /** Families of each material as this perfumer smells it, Σ = 1, and how loud it is to them. */
  readonly #reading = new Map<string, { readonly families: Float64Array; readonly loudness: number; readonly liking: number }>();
  /** Column t: what the word for family t means. */
  readonly #words: Float64Array;
  readonly #taste: Float64Array;
  readonly #exponent: number;
  readonly #lines: number;
  /** Deviation of each part over formulas they might meet: set by `meet`. */
  #unit = [1, 1, 1, 1];
  #centre = 0;
  #spread = 1;

  constructor(catalogue: Catalogue, temper: Temper, rng: Rng) {
    this.temper = temper;
    for (const { id, families } of catalogue.materials) {
      const own = mixed(familyShares(families), OWN_READING, rng);
      // Liking has heavy tails: most materials leave them cold, a few matter.
      const liking = rng.uniform() < FELT_MATERIALS ? Math.sign(rng.normal()) * -Math.log(1 - rng.uniform()) : 0;
      this.#reading.set(id, { families: own, loudness: Math.exp(0.5 * rng.normal()), liking });
    }
    this.#words = new Float64Array(F * F);
    for (let t = 0; t < F; t++) {
      const meant = mixed(
        Float64Array.from({ length: F }, (_, f) => (f === t ? 1 : 0)),
        temper.words * (0.6 + 0.8 * rng.uniform()),
        rng,
      );
      for (let f = 0; f < F; f++) this.#words[f * F + t] = meant[f] as number;
    }
    this.#taste = Float64Array.from({ length: F }, () => rng.normal());
    this.#exponent = 0.4 + 0.5 * rng.uniform();
    this.#lines = 8 + 12 * rng.uniform();
  }

  /** Sets the units in which the parts are weighed by the formulas that this perfumer knows. */
  meet(known: readonly (readonly { readonly problem: EvolveProblem; readonly sheet: Sheet }[])[]): void {
    const parts = known.map((batch) => batch.map(({ problem, sheet }) => this.#parts(problem, sheet)));
    this.#unit = this.#unit.map((_, k) => Math.sqrt(mean(parts.map((batch) => variance(batch.map((row) => row[k] as number))))) || 1);
  }

  /** Three stars for `zero`, one star for `spread`. */
  calibrate(zero: number, spread: number): void {
    this.#centre += zero * this.#spread;
    this.#spread *= spread;
  }

  /** What they feel, in stars around three once calibrated. */
  utility(problem: EvolveProblem, sheet: Sheet): number {
    const { match, materials, families, simplicity } = this.temper;
    const weights = [match, materials, families, simplicity];
    let sum = 0;
    this.#parts(problem, sheet).forEach((part, k) => {
      sum += ((weights[k] as number) * part) / (this.#unit[k] as number);
    });
    return (sum - this.#centre) / this.#spread;
  }

  stars(utility: number, rng: Rng): 1 | 2 | 3 | 4 | 5 {
    return Math.min(Math.max(Math.round(3 + utility + STAR_NOISE * rng.normal()), 1), 5) as 1 | 2 | 3 | 4 | 5;
  }

  /** Match with the brief as they understand it, liked materials, liked families, simplicity. */
  #parts(problem: EvolveProblem, sheet: Sheet): number[] {
    const profile = new Float64Array(F);
    let total = 0;
    let liked = 0;
    for (let k = 0; k < sheet.count; k++) {
      const reading = this.#reading.get(problem.materials[sheet.index[k] as number]?.id ?? '');
      if (!reading) continue;
      const pct = sheet.pct[k] as number;
      const felt = reading.loudness * this.#felt(pct);
      total += felt;
      for (let f = 0; f < F; f++) profile[f] = (profile[f] as number) + felt * (reading.families[f] as number);
      liked += (reading.liking * pct) / (pct + HALF_EFFECT_PCT);
    }
    let taste = 0;
    for (let f = 0; f < F; f++) {
      profile[f] = (profile[f] as number) / Math.max(total, 1e-9);
      taste += (this.#taste[f] as number) * Math.log1p(9 * (profile[f] as number));
    }
    return [-this.#distance(profile, problem.reading.notes_preference), liked, taste, -Math.abs(Math.log(sheet.count / this.#lines))];
  }

  #felt(pct: number): number {
    if (this.temper.response === 'log') return Math.log1p(2 * pct);
    return pct ** (this.temper.response === 'root' ? 0.5 : this.#exponent);
  }

  #distance(profile: Float64Array, brief: EvolveProblem['reading']['notes_preference']): number {
    const wanted = new Float64Array(F);
    const asked = familyShares(brief);
    for (let f = 0; f < F; f++) {
      for (let t = 0; t < F; t++) wanted[f] = (wanted[f] as number) + (this.#words[f * F + t] as number) * (asked[t] as number);
    }
    const sum = (of: (p: number, w: number) => number): number => {
      let all = 0;
      for (let f = 0; f < F; f++) all += of(profile[f] as number, wanted[f] as number);
      return all;
    };
    if (this.temper.distance === 'euclid') return Math.sqrt(sum((p, w) => (p - w) ** 2));
    if (this.temper.distance === 'hellinger') return Math.sqrt(sum((p, w) => (Math.sqrt(p) - Math.sqrt(w)) ** 2) / 2);
    return 1 - sum((p, w) => p * w) / Math.sqrt(sum((p) => p * p) * sum((_p, w) => w * w));
  }
}

function familyShares(families: Partial<Record<Family, number>>): Float64Array {
  const shares = Float64Array.from(FAMILIES, (family) => families[family] ?? 0);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (total > 0 ? share / total : 1 / F));
}

/** Shares of which a part has moved to two families drawn at random. */
function mixed(shares: Float64Array, part: number, rng: Rng): Float64Array {
  const out = shares.map((share) => (1 - part) * share);
  const split = rng.uniform();
  for (const share of [split, 1 - split]) {
    const f = rng.int(F);
    out[f] = (out[f] as number) + part * share;
  }
  return out;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}
