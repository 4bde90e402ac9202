import type { EvolveProblem, ProblemOptions } from '#domain/evolve/problem.ts';
import { sampleSheet } from '#domain/evolve/sample-sheet.ts';
import { newSheet, type Sheet } from '#domain/evolve/sheet.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import { Rng } from '#domain/math/rng.ts';
import { refine } from '#domain/policy/refine.ts';
import type { StarRating } from '#domain/preference/answers.ts';
import { randomReading } from '#domain/preference/simulation/briefs.ts';
import { variedFormulas } from '#domain/preference/simulation/world.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { HeadlessStudio, type Wish } from '../pipe/headless-studio.ts';
import { FileRatingStore } from '../pipe/rating-store.ts';
import { OTHER_TASTES, OtherTastePerfumer } from './other-taste-perfumer.ts';
import { OutsidePerfumer, TEMPERS } from './outside-perfumer.ts';
import { mean, rounded } from './statistics.ts';

const GAIN_BAR = 0.25;
const NOTHING = 0.05;
const BATCH = 5;
/** Batches between two fits: a fit is followed by a fine-tune of the policy. */
const BATCHES_PER_FIT = 6;
/** Of every evolution: by the brief, by what was learned, and by the rater's true utility. */
const EVALS = 1500;
/** The oracle stands two stars above the brief alone. */
const ORACLE_LEAD = 2;
const KNOWN_BRIEFS = 8;
const DESIGNER = 'outsider';
const OPTIONS: Wish['options'] = { dosePct: 18, category: '4', market: 'ifra', krwPerUsd: DEFAULT_KRW_PER_USD } satisfies ProblemOptions;

type Answer = (row: Record<string, unknown>) => Promise<void>;

interface Asked {
  readonly reading: Wish['reading'];
  readonly problem: EvolveProblem;
}

/** Who rates: hidden feelings about a formula in its brief, and the stars they write down. */
interface Rater {
  utility(problem: EvolveProblem, sheet: Sheet): number;
  stars(utility: number, rng: Rng): 1 | 2 | 3 | 4 | 5;
  calibrate(zero: number, spread: number): void;
}

type Known = readonly (readonly { readonly problem: EvolveProblem; readonly sheet: Sheet }[])[];

interface RaterKind {
  readonly kind: OutsideKind;
  readonly name: string;
  readonly make: (catalogue: Catalogue, rng: Rng, known: Known) => Rater;
}

/** tastes: other words, tastes and likes, smelled as the odour model smells; senses: smelled by laws and matrices of their own as well. */
export const OUTSIDE_KINDS = ['tastes', 'senses'] as const;
export type OutsideKind = (typeof OUTSIDE_KINDS)[number];

const RATERS: readonly RaterKind[] = [
  ...Object.entries(OTHER_TASTES).map(
    ([name, taste]): RaterKind => ({ kind: 'tastes', name, make: (catalogue, rng) => new OtherTastePerfumer(catalogue, taste, rng) }),
  ),
  ...TEMPERS.map(
    (temper): RaterKind => ({
      kind: 'senses',
      name: temper.name,
      make: (catalogue, rng, known) => {
        const rater = new OutsidePerfumer(catalogue, temper, rng);
        rater.meet(known);
        return rater;
      },
    }),
  ),
];

/**
 * Raters that the preference model was not built for drive the headless studio as `learn pipe` does: batches with stars, a fit now and
 * then, then delivery on briefs never rated. Gain: share of the way from the brief-only evolution to the same evolution of the rater's
 * true utility. In the control arm the same stars are dealt out to the formulas anew. Each kind must reach the bars by itself.
 */
export async function proveOutside(
  {
    kinds,
    seeds,
    firstSeed,
    ratings,
    unseen,
  }: { kinds: readonly OutsideKind[]; seeds: number; firstSeed: number; ratings: number; unseen: number },
  answer: Answer,
): Promise<boolean> {
  let allOk = true;
  for (const kind of kinds) {
    const gains: number[] = [];
    const permuted: number[] = [];
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (const [t, one] of RATERS.filter((rater) => rater.kind === kind).entries()) {
        const row = await oneRater(one, Rng.fromSeed(seed * 100 + t), { ratings, unseen });
        gains.push(row.gain);
        permuted.push(row.permuted);
        await answer({
          kind,
          seed,
          rater: one.name,
          ...Object.fromEntries(Object.entries(row).map(([key, value]) => [key, rounded(value)])),
        });
      }
    }
    const checks = {
      'mean gain ≥ .25': mean(gains) >= GAIN_BAR,
      'no rater below 0': gains.every((gain) => gain >= 0),
      'permuted ratings ≤ .05': mean(permuted) <= NOTHING,
    };
    const ok = Object.values(checks).every(Boolean);
    allOk &&= ok;
    const figures = { gain: rounded(mean(gains)), least: rounded(Math.min(...gains)), permuted: rounded(mean(permuted)) };
    await answer({ kind, ok, checks, raters: gains.length, ratings, unseen_briefs: unseen, ...figures });
  }
  return allOk;
}

async function oneRater(one: RaterKind, rng: Rng, { ratings, unseen }: { ratings: number; unseen: number }) {
  const catalogue = readSeedCatalogue();
  const briefRng = rng.fork(1);
  const store = new FileRatingStore(null);
  const studio = new HeadlessStudio(catalogue, store);
  const seed = rng.fork(2).uint32();
  await studio.reset(seed);
  const wish = (reading: Wish['reading'], explore: boolean, draw: number | null): Wish => ({
    reading,
    options: OPTIONS,
    designer: DESIGNER,
    n: explore ? BATCH : 1,
    evals: EVALS,
    explore,
    seed: draw,
  });
  try {
    // Before any rating: the briefs to deliver on, and what the brief alone makes of them.
    const asked: (Asked & { readonly byBrief: Sheet })[] = [];
    for (let b = 0; b < unseen; b++) {
      const reading = randomReading(briefRng);
      const { problem, proposals } = await studio.propose(wish(reading, false, seed + b));
      asked.push({ reading, problem, byBrief: proposals[0]?.sheet as Sheet });
    }
    const rater = calibrated(one, catalogue, rng, asked);
    const oracle = mean(asked.map(({ problem }, b) => bestFor(rater, problem, rng.fork(1000 + b))));
    const brief = mean(asked.map(({ problem, byBrief }) => rater.utility(problem, byBrief)));
    const random = mean(asked.map(({ problem }, b) => rater.utility(problem, randomSheet(problem, rng.fork(2000 + b)))));

    const pen = rng.fork(3);
    const stars: number[] = [];
    for (let batch = 0; stars.length < ratings; batch++) {
      const { problem, proposals } = await studio.propose(wish(randomReading(briefRng), true, null));
      for (const { id, sheet } of proposals) {
        const given = rater.stars(rater.utility(problem, sheet), pen);
        stars.push(given);
        await studio.rate({ candidate: id, designer: DESIGNER, stars: given });
      }
      if ((batch + 1) % BATCHES_PER_FIT === 0 || stars.length >= ratings) await studio.fit();
    }
    const delivered = async (): Promise<number> => {
      const felt: number[] = [];
      for (const [b, { reading, problem }] of asked.entries()) {
        const { proposals } = await studio.propose(wish(reading, false, seed + b));
        felt.push(rater.utility(problem, proposals[0]?.sheet as Sheet));
      }
      return mean(felt);
    };
    const learned = await delivered();
    const gate = store.model?.gate;
    const honest = [...store.ratings.values()];
    const dealt = pen.shuffle(honest.map((rating) => rating.stars));
    for (const [i, rating] of honest.entries()) store.rate({ ...rating, stars: dealt[i] as StarRating['stars'] });
    await studio.fit();
    const control = await delivered();
    const room = oracle - brief;
    return {
      gain: (learned - brief) / room,
      gate: gate?.weight ?? 0,
      log_evidence: gate?.logEvidence ?? Number.NaN,
      permuted: (control - brief) / room,
      permuted_gate: store.model?.gate.weight ?? 0,
      oracle_lead_stars: room,
      random_lead_stars: random - brief,
      mean_stars: mean(stars),
    };
  } finally {
    await studio.close();
  }
}

/** The rater with stars of their own: three for what the brief alone gives them, five for the best there is. */
function calibrated(one: RaterKind, catalogue: Catalogue, rng: Rng, asked: readonly (Asked & { readonly byBrief: Sheet })[]): Rater {
  const known = asked
    .slice(0, KNOWN_BRIEFS)
    .map(({ problem }, b) => variedFormulas(problem, BATCH, rng.fork(3000 + b)).map((sheet) => ({ problem, sheet })));
  const rater = one.make(catalogue, rng.fork(4), known);
  const brief = mean(asked.map(({ problem, byBrief }) => rater.utility(problem, byBrief)));
  const oracle = mean(asked.map(({ problem }, b) => bestFor(rater, problem, rng.fork(1000 + b))));
  rater.calibrate(brief, (oracle - brief) / ORACLE_LEAD);
  return rater;
}

function bestFor(rater: Rater, problem: EvolveProblem, rng: Rng): number {
  const [best] = refine(problem, (sheet) => rater.utility(problem, sheet), { evals: EVALS, population: 50, rng });
  return best?.score ?? Number.NaN;
}

function randomSheet(problem: EvolveProblem, rng: Rng): Sheet {
  const sheet = newSheet();
  sampleSheet(problem.limits, sheet, rng);
  return sheet;
}
