import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PairComparison, RatedCandidate, StarRating } from '#domain/preference/answers.ts';
import { PreferenceModel } from '#domain/preference/model.ts';
import { writeWhole } from '../checkpoint-store.ts';

/** What the loop remembers: candidates shown, answers given, the newest model and where its policy is. */
export interface RatingStore {
  readonly candidates: ReadonlyMap<string, RatedCandidate>;
  readonly ratings: ReadonlyMap<string, StarRating>;
  readonly pairs: readonly PairComparison[];
  readonly model: PreferenceModel | null;
  addCandidate(candidate: RatedCandidate): void;
  /** A second rating of the same candidate by the same designer replaces the first. */
  rate(rating: StarRating): void;
  compare(pair: PairComparison): void;
  setModel(model: PreferenceModel): void;
  reset(): void;
  /** Makes everything so far durable. */
  save(): Promise<void>;
}

const Kept = z.strictObject({
  candidates: z.array(z.strictObject({ id: z.string(), brief: z.string(), features: z.array(z.number()) })),
  ratings: z.array(
    z.strictObject({
      candidate: z.string(),
      designer: z.string(),
      stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
    }),
  ),
  pairs: z.array(z.strictObject({ a: z.string(), b: z.string(), winner: z.enum(['a', 'b', 'tie', 'neither']), designer: z.string() })),
  model: PreferenceModel.nullable(),
});

/** Answers in memory, kept in one file of a folder when one is given. */
export class FileRatingStore implements RatingStore {
  readonly candidates = new Map<string, RatedCandidate>();
  readonly ratings = new Map<string, StarRating>();
  pairs: PairComparison[] = [];
  model: PreferenceModel | null = null;
  readonly #path: string | null;

  constructor(folder: string | null) {
    this.#path = folder === null ? null : join(folder, 'ratings.json');
    if (folder !== null) mkdirSync(folder, { recursive: true });
    if (this.#path === null || !existsSync(this.#path)) return;
    const kept = Kept.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    for (const { id, brief, features } of kept.candidates) this.addCandidate({ id, brief, features: Float64Array.from(features) });
    for (const rating of kept.ratings) this.rate(rating);
    this.pairs = kept.pairs;
    this.model = kept.model;
  }

  addCandidate(candidate: RatedCandidate): void {
    this.candidates.set(candidate.id, candidate);
  }

  rate(rating: StarRating): void {
    this.ratings.set(`${rating.designer}\n${rating.candidate}`, rating);
  }

  compare(pair: PairComparison): void {
    this.pairs.push(pair);
  }

  setModel(model: PreferenceModel): void {
    this.model = model;
  }

  reset(): void {
    this.candidates.clear();
    this.ratings.clear();
    this.pairs = [];
    this.model = null;
  }

  async save(): Promise<void> {
    if (this.#path === null) return;
    const kept: z.infer<typeof Kept> = {
      candidates: [...this.candidates.values()].map(({ id, brief, features }) => ({ id, brief, features: [...features] })),
      ratings: [...this.ratings.values()],
      pairs: this.pairs,
      model: this.model,
    };
    await writeWhole(this.#path, new TextEncoder().encode(JSON.stringify(kept)));
  }
}
