import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '#domain/brief/reading.ts';
import { DomainError } from '#domain/error.ts';
import { buildProblem, type EvolveProblem, type ProblemOptions } from '#domain/evolve/problem.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { Rng } from '#domain/math/rng.ts';
import type { PairComparison, StarRating } from '#domain/preference/answers.ts';
import { candidateOf } from '#domain/preference/candidate-of.ts';
import { fitPreference } from '#domain/preference/fit.ts';
import { packModel } from '#domain/preference/model.ts';
import { type PolicySeeds, type Proposal, proposeBatch } from '#domain/preference/propose-batch.ts';
import { PolicyProposer, rolloutsFor } from '../propose-with-policy.ts';
import { readRlConfig } from '../rl-config.ts';
import { trainPolicy } from '../train-policy.ts';
import type { TrainingSummary } from '../training-messages.ts';
import type { RatingStore } from './rating-store.ts';

/** Briefs that a fine-tune trains on: the newest seen, or varied ones while too few were. */
const TRAINING_BRIEFS = 24;
const FEWEST_OWN_BRIEFS = 8;

export interface Wish {
  readonly reading: Reading;
  readonly options: Omit<ProblemOptions, 'extraScore'>;
  readonly designer: string | null;
  readonly n: number;
  readonly evals: number;
  readonly explore: boolean;
  readonly seed: number | null;
}

export interface Shown {
  readonly batch: string;
  readonly problem: EvolveProblem;
  readonly proposals: readonly (Proposal & { readonly id: string })[];
}

/** The loop without a browser: proposes, takes answers, fits, fine-tunes. Same seed and same commands → same formulas. */
export class HeadlessStudio {
  readonly #catalogue: Catalogue;
  readonly #store: RatingStore;
  readonly #materials: readonly string[];
  readonly #problems = new Map<string, EvolveProblem>();
  #seed = 1;
  #batches = 0;
  #policy: PolicyProposer | null = null;
  #training: TrainingSummary | null = null;

  constructor(catalogue: Catalogue, store: RatingStore) {
    this.#catalogue = catalogue;
    this.#store = store;
    this.#materials = catalogue.materials.flatMap(({ kind, id }) => (kind === 'solvent' ? [] : [id]));
  }

  async reset(seed: number): Promise<void> {
    this.#seed = seed;
    this.#batches = 0;
    this.#problems.clear();
    await this.#policy?.close();
    this.#policy = null;
    this.#training = null;
    this.#store.reset();
    await this.#store.save();
  }

  async propose(wish: Wish): Promise<Shown> {
    const { problem, brief } = this.#problemOf(wish);
    const rng = Rng.fromSeed(wish.seed ?? this.#seed).fork(wish.seed === null ? this.#batches : 0);
    const policy = this.#policy;
    const seeds: PolicySeeds | null =
      policy && ((score, draw) => policy.propose(problem, score, { rollouts: rolloutsFor(wish.evals), rng: draw }));
    const { n, evals, explore, designer } = wish;
    const proposals = await proposeBatch(problem, this.#store.model, designer, { n, evals, explore, seeds, rng });
    const batch = `b${this.#batches++}`;
    const named = proposals.map((proposal, k) => ({ ...proposal, id: `${batch}-${k + 1}` }));
    for (const { id, sheet } of named) this.#store.addCandidate(candidateOf(id, brief, problem, sheet, this.#materials));
    await this.#store.save();
    return { batch, problem, proposals: named };
  }

  async rate(rating: StarRating): Promise<void> {
    this.#known(rating.candidate);
    this.#store.rate(rating);
    await this.#store.save();
  }

  async compare(pair: PairComparison): Promise<void> {
    this.#known(pair.a);
    this.#known(pair.b);
    if (pair.a === pair.b) throw new DomainError('bad_input', 'a pair needs two different candidates', '서로 다른 두 후보를 골라 주세요.');
    this.#store.compare(pair);
    await this.#store.save();
  }

  /** Refits the taste and fine-tunes the policy from the reference; both are done when this returns. */
  async fit(): Promise<void> {
    const store = this.#store;
    const candidates = [...store.candidates.values()];
    const fit = fitPreference({ candidates, ratings: [...store.ratings.values()], pairs: store.pairs, materials: this.#materials.length });
    const model = packModel(fit, this.#materials);
    store.setModel(model);
    if (fit.ratings + fit.pairs > 0) {
      const designers = [...new Set([...store.ratings.values(), ...store.pairs].map(({ designer }) => designer))];
      await this.#fineTune(designers.length === 1 ? (designers[0] ?? null) : null);
    }
    await store.save();
  }

  figures(): Record<string, unknown> {
    const { model, ratings, pairs } = this.#store;
    const training = this.#training;
    return {
      ratings: ratings.size,
      pairs: pairs.length,
      gate: {
        weight: model?.gate.weight ?? 0,
        lower_bound: model?.gate.lowerBound ?? null,
        log_evidence: model?.gate.logEvidence ?? null,
        reason: model ? model.gate.reason : 'too_few_ratings',
      },
      reward_model: { loo_accuracy: model?.gate.accuracy ?? null, brief_accuracy: model?.gate.briefAccuracy ?? null },
      ppo: {
        iterations: training?.iterations ?? 0,
        approx_kl: training?.last?.['train/approx_kl'] ?? null,
        kl_ref: training?.last?.['objective/kl_ref'] ?? null,
        rollbacks: training?.checkpoint.rollback_count ?? 0,
        seconds: training?.seconds ?? 0,
      },
    };
  }

  async close(): Promise<void> {
    await this.#policy?.close();
  }

  async #fineTune(designer: string | null): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), 'learn-pipe-'));
    try {
      const own = [...this.#problems.values()].slice(-TRAINING_BRIEFS);
      const summary = await trainPolicy(
        {
          kind: 'fine_tune',
          catalogue: this.#catalogue,
          briefs: [],
          model: this.#store.model,
          designer,
          config: readRlConfig(),
          seed: this.#seed,
          directory,
          referencePath: null,
          resume: false,
          provider: 'cpu',
        },
        () => undefined,
        () => false,
        ...(own.length >= FEWEST_OWN_BRIEFS ? [own] : []),
      );
      await this.#policy?.close();
      this.#policy = await PolicyProposer.open(readFileSync(summary.policyPath));
      this.#training = summary;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  #problemOf({ reading, options }: Wish): { problem: EvolveProblem; brief: string } {
    const brief = JSON.stringify([{ ...reading, evidence: [], confidence: 0, clarify: null }, options]);
    const problem = this.#problems.get(brief) ?? buildProblem(this.#catalogue, reading, options);
    this.#problems.set(brief, problem);
    return { problem, brief };
  }

  #known(candidate: string): void {
    if (this.#store.candidates.has(candidate)) return;
    throw new DomainError('not_found', `no candidate ${JSON.stringify(candidate)}`, '그런 후보가 없어요.', { candidate });
  }
}
