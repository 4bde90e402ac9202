import { Rng } from '#domain/math/rng.ts';
import { refine } from '#domain/policy/refine.ts';
import type { RatedCandidate, StarRating } from '#domain/preference/answers.ts';
import { candidateOf } from '#domain/preference/candidate-of.ts';
import { fitPreference } from '#domain/preference/fit.ts';
import { type PreferenceModel, packModel, tasteOf } from '#domain/preference/model.ts';
import { type PolicySeeds, proposeBatch } from '#domain/preference/propose-batch.ts';
import { utilityOf, type World, yardstickRng } from '#domain/preference/simulation/world.ts';
import { gatedScore } from '#domain/preference/use-taste.ts';
import { type PolicyProposer, rolloutsFor } from '../propose-with-policy.ts';

/** How a simulated designer answers: from what they feel (in stars around three) to what they write. */
export type Answering = (utility: number, honest: StarRating['stars'], rng: Rng) => StarRating['stars'];

export const HONEST: Answering = (_utility, honest) => honest;
export const UPSIDE_DOWN: Answering = (_utility, honest) => (6 - honest) as StarRating['stars'];
/** A share of the answers is given at random. */
export const carelessly =
  (share: number): Answering =>
  (_utility, honest, rng) =>
    rng.uniform() < share ? ((1 + rng.int(5)) as StarRating['stars']) : honest;

export interface Lessons {
  readonly candidates: RatedCandidate[];
  readonly ratings: StarRating[];
  /** The model after so many ratings. */
  model: PreferenceModel;
}

export const PROPOSALS = 5;
const BRIEFS_PER_REFIT = 5;
const DESIGNER = 'designer';
/** Samples per brief of a policy judged without search. */
const SAMPLES = 12;

export interface LoopOptions {
  readonly ratings: number;
  readonly evals: number;
  readonly answering: Answering;
  readonly seed: number;
  /** Called after every refit; may change the policy that seeds the next proposals. */
  afterRefit?(lessons: Lessons): Promise<PolicyProposer | null | undefined>;
}

/** The loop as a designer lives it: a brief, five proposals, five ratings; a refit every five briefs. */
export async function rateAndFit(world: World, options: LoopOptions): Promise<Lessons> {
  const { briefs, perfumers } = world;
  const perfumer = perfumers[0];
  if (!perfumer) throw new Error('a world needs a perfumer');
  const rng = Rng.fromSeed(options.seed);
  const lessons: Lessons = { candidates: [], ratings: [], model: fitLessons([], [], briefs.materials) };
  let policy: PolicyProposer | null = null;
  for (let b = 0; lessons.ratings.length < options.ratings; b++) {
    const problem = briefs.training[b % briefs.training.length];
    if (!problem) throw new Error('a world needs training briefs');
    const proposer: PolicyProposer | null = policy;
    const seeds: PolicySeeds | null =
      proposer && ((score, draw) => proposer.propose(problem, score, { rollouts: rolloutsFor(options.evals), rng: draw }));
    const batch = await proposeBatch(problem, lessons.model, DESIGNER, { n: PROPOSALS, evals: options.evals, explore: true, seeds, rng });
    batch.forEach(({ sheet }, k) => {
      const id = `${b}-${k}`;
      lessons.candidates.push(candidateOf(id, `brief ${b}`, problem, sheet, briefs.materials));
      const utility = utilityOf(perfumer, problem, sheet);
      lessons.ratings.push({ candidate: id, designer: DESIGNER, stars: options.answering(utility, perfumer.stars(utility, rng), rng) });
    });
    if ((b + 1) % BRIEFS_PER_REFIT === 0 || lessons.ratings.length >= options.ratings) {
      lessons.model = fitLessons(lessons.candidates, lessons.ratings, briefs.materials);
      const next = await options.afterRefit?.(lessons);
      if (next !== undefined) policy = next;
    }
  }
  return lessons;
}

export function fitLessons(
  candidates: readonly RatedCandidate[],
  ratings: readonly StarRating[],
  materials: readonly string[],
): PreferenceModel {
  return packModel(fitPreference({ candidates, ratings, pairs: [], materials: materials.length }), materials);
}

/** The same formulas with the stars dealt out anew: what a model must not learn from. */
export function shuffledStars(ratings: readonly StarRating[], rng: Rng): StarRating[] {
  const stars = rng.shuffle(ratings.map((rating) => rating.stars));
  return ratings.map((rating, i) => ({ ...rating, stars: stars[i] as StarRating['stars'] }));
}

export interface Delivered {
  /** Share of the way from brief-only evolution to the oracle, summed over the unseen briefs. */
  readonly gain: number;
  /** Mean utility lead over brief-only evolution, in stars. */
  readonly lead: number;
  /** Mean score by the model. */
  readonly score: number;
}

/** Evolves every unseen brief by the gated score (weight null = the model's own gate) and asks the perfumer. */
export async function deliver(
  world: World,
  model: PreferenceModel,
  options: { evals: number; weight?: number; policy?: PolicyProposer | null },
): Promise<Delivered> {
  const perfumer = world.perfumers[0];
  if (!perfumer) throw new Error('a world needs a perfumer');
  const weight = options.weight ?? model.gate.weight;
  const taste = tasteOf(model, DESIGNER);
  let lead = 0;
  let room = 0;
  let scores = 0;
  for (const [b, problem] of world.briefs.unseen.entries()) {
    const score = gatedScore(problem, taste, weight);
    // The yardstick's own draws: a model without weight then gives exactly the brief-only formula, and gains compare like with like.
    const rng = yardstickRng(world.seed, b);
    const rolled = options.policy
      ? await options.policy.propose(problem, score, { rollouts: rolloutsFor(options.evals), rng })
      : { sheets: [], evals: 0 };
    const found = refine(problem, score, {
      evals: options.evals - rolled.evals,
      population: options.evals < 1000 ? 30 : 50,
      seeds: rolled.sheets,
      rng,
    });
    const { brief, oracle } = world.yardsticks[b] ?? { brief: 0, oracle: 0 };
    lead += utilityOf(perfumer, problem, found[0]?.sheet) - brief;
    room += oracle - brief;
    scores += found[0]?.score ?? 0;
  }
  const n = world.briefs.unseen.length;
  return { gain: lead / room, lead: lead / n, score: scores / n };
}

/** Mean utility of what a policy proposes without any search, as a gain. */
export async function sampleGain(world: World, policy: PolicyProposer, seed: number): Promise<number> {
  const perfumer = world.perfumers[0];
  if (!perfumer) throw new Error('a world needs a perfumer');
  const rng = Rng.fromSeed(seed);
  let lead = 0;
  let room = 0;
  for (const [b, problem] of world.briefs.unseen.entries()) {
    const { sheets } = await policy.propose(problem, () => 0, { rollouts: SAMPLES, rng, temperature: 1 });
    const { brief, oracle } = world.yardsticks[b] ?? { brief: 0, oracle: 0 };
    lead += sheets.reduce((sum, sheet) => sum + utilityOf(perfumer, problem, sheet), 0) / sheets.length - brief;
    room += oracle - brief;
  }
  return lead / room;
}
