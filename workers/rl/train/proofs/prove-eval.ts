import { Rng } from '#domain/math/rng.ts';
import type { RatedCandidate, StarRating } from '#domain/preference/answers.ts';
import { candidateOf } from '#domain/preference/candidate-of.ts';
import { FEATURE } from '#domain/preference/features.ts';
import { fitPreference } from '#domain/preference/fit.ts';
import { STAR_NOISE } from '#domain/preference/simulation/perfumer.ts';
import { type Briefs, makeWorld, utilityOf, variedFormulas } from '#domain/preference/simulation/world.ts';
import { deviation, mean, rounded } from './statistics.ts';

/** A world counts only when the brief alone is neither useless nor enough. */
const FAIR_BRIEF_ACCURACY = [0.58, 0.66] as const;
const LEAST_CONFUSION = 0.2;
/** Pairs closer than this many standard deviations are a matter of mood. */
const CLEAR_DIFFERENCE = 0.25;
export const EVAL_SIZES = [50, 100, 200, 300] as const;
/** Lead over the brief score that is asked for after so many ratings. */
const BARS: Readonly<Record<number, number>> = { 50: 0.14, 100: 0.18, 300: 0.22 };
const DESIGNERS = 4;
const HIERARCHY_BAR = 0.03;

type Answer = (row: Record<string, unknown>) => Promise<void>;

interface Pool {
  readonly candidates: RatedCandidate[];
  readonly sheets: ReturnType<typeof variedFormulas>;
}

/** Held-out within-brief pair accuracy of the reward model against the brief score alone, and hierarchical against both extremes. */
export async function proveEval(briefs: Briefs, worlds: number, firstWorld: number, answer: Answer): Promise<boolean> {
  const rng = Rng.fromSeed(5);
  const poolOf = (problem: Briefs['training'][number], brief: string, count: number): Pool => {
    const sheets = variedFormulas(problem, count, rng);
    return { sheets, candidates: sheets.map((sheet, i) => candidateOf(`${brief}-${i}`, brief, problem, sheet, briefs.materials)) };
  };
  const training = briefs.training.map((problem, b) => poolOf(problem, `t${b}`, 5));
  const unseen = briefs.unseen.map((problem, b) => poolOf(problem, `u${b}`, 10));
  const leads = new Map<number, number[]>(EVAL_SIZES.map((size) => [size, []]));
  const hierarchy: { global: number; separate: number; hierarchical: number }[] = [];

  for (let seed = firstWorld, counted = 0; counted < worlds && seed < firstWorld + 10 * worlds; seed++) {
    const world = makeWorld(briefs, seed, { perfumers: DESIGNERS, evals: 300 });
    const utilities = world.perfumers.map((perfumer) => {
      const raw = unseen.map(({ sheets }, b) =>
        sheets.map((sheet) => utilityOf(perfumer, briefs.unseen[b] as Briefs['unseen'][number], sheet)),
      );
      // One star is one standard deviation within a brief, and the brief's usual formula earns three.
      const spread = Math.sqrt(mean(raw.map((row) => deviation(row) ** 2)));
      const centre = mean(raw.flat());
      perfumer.calibrate(centre, spread);
      return raw.map((row) => row.map((value) => (value - centre) / spread));
    });
    const [first] = world.perfumers;
    const [firstUtilities] = utilities;
    if (!first || !firstUtilities) throw new Error('a world needs perfumers');
    const accuracy = (truth: readonly (readonly number[])[], score: (features: Float64Array) => number): number => {
      let right = 0;
      let pairs = 0;
      unseen.forEach(({ candidates }, b) => {
        const scores = candidates.map(({ features }) => score(features));
        const felt = truth[b] ?? [];
        for (let i = 0; i < scores.length; i++) {
          for (let j = 0; j < i; j++) {
            const difference = (felt[i] as number) - (felt[j] as number);
            if (Math.abs(difference) < CLEAR_DIFFERENCE) continue;
            pairs++;
            if (difference * ((scores[i] as number) - (scores[j] as number)) > 0) right++;
          }
        }
      });
      return right / pairs;
    };
    const briefAccuracy = accuracy(firstUtilities, (features) => features[FEATURE.briefScore] as number);
    const fair = briefAccuracy >= FAIR_BRIEF_ACCURACY[0] && briefAccuracy <= FAIR_BRIEF_ACCURACY[1] && first.offDiagonal >= LEAST_CONFUSION;
    await answer({
      world: seed,
      counts: fair,
      brief_accuracy: rounded(briefAccuracy),
      off_diagonal: rounded(first.offDiagonal),
      star_noise: STAR_NOISE,
    });
    if (!fair) continue;
    counted++;
    const draw = Rng.fromSeed(seed * 31 + 7);
    const starsOf = (perfumer: typeof first, b: number, i: number): StarRating['stars'] =>
      perfumer.stars(
        utilityOf(perfumer, briefs.training[b] as Briefs['training'][number], training[b]?.sheets[i] as Pool['sheets'][number]),
        draw,
      );
    const ratings = training.flatMap(({ candidates }, b) =>
      candidates.map(({ id }, i): StarRating => ({ candidate: id, designer: 'd0', stars: starsOf(first, b, i) })),
    );
    const all = training.flatMap(({ candidates }) => candidates);
    const row: Record<string, unknown> = { world: seed };
    for (const size of EVAL_SIZES) {
      const fit = fitPreference({ candidates: all, ratings: ratings.slice(0, size), pairs: [], materials: briefs.materials.length });
      const reached = accuracy(firstUtilities, (features) => dot(features, fit.weights));
      leads.get(size)?.push(reached - briefAccuracy);
      row[`accuracy_${size}`] = rounded(reached);
      row[`gate_${size}`] = rounded(fit.gate.weight, 2);
    }
    await answer(row);
    hierarchy.push(compareHierarchy());

    function compareHierarchy(): { global: number; separate: number; hierarchical: number } {
      // 100 ratings in all, brief by brief in turn among the designers.
      const shared = training.slice(0, 20).flatMap(({ candidates }, b) =>
        candidates.map(({ id }, i): StarRating => {
          const who = b % DESIGNERS;
          return { candidate: id, designer: `d${who}`, stars: starsOf(world.perfumers[who] ?? (first as typeof first & object), b, i) };
        }),
      );
      const fitOf = (given: readonly StarRating[]) =>
        fitPreference({ candidates: all, ratings: given, pairs: [], materials: briefs.materials.length });
      const together = fitOf(shared);
      const pooled = fitOf(shared.map((rating) => ({ ...rating, designer: 'all' })));
      const result = { global: 0, separate: 0, hierarchical: 0 };
      world.perfumers.forEach((_perfumer, who) => {
        const truth = utilities[who] ?? [];
        const own = together.designers.find(({ id }) => id === `d${who}`)?.personal;
        const alone = fitOf(shared.filter(({ designer }) => designer === `d${who}`));
        const aloneOwn = alone.designers[0]?.personal;
        const pooledOwn = pooled.designers[0]?.personal;
        const score = (weights: Float64Array, personal: Float64Array | undefined) => (features: Float64Array) =>
          dot(features, weights) +
          (personal ? personal.reduce((sum, value, f) => sum + value * (features[FEATURE.profile + f] as number), 0) : 0);
        result.hierarchical += accuracy(truth, score(together.weights, own)) / DESIGNERS;
        result.separate += accuracy(truth, score(alone.weights, aloneOwn)) / DESIGNERS;
        result.global += accuracy(truth, score(pooled.weights, pooledOwn)) / DESIGNERS;
      });
      return result;
    }
  }
  const meanLeads = Object.fromEntries(EVAL_SIZES.map((size) => [size, mean(leads.get(size) ?? [])]));
  const accuracyOk = Object.entries(BARS).every(([size, bar]) => (meanLeads[Number(size)] ?? 0) >= bar);
  const global = mean(hierarchy.map((one) => one.global));
  const separate = mean(hierarchy.map((one) => one.separate));
  const hierarchical = mean(hierarchy.map((one) => one.hierarchical));
  const hierarchyOk = hierarchical >= global + HIERARCHY_BAR && hierarchical >= separate + HIERARCHY_BAR;
  await answer({
    ok: accuracyOk && hierarchyOk && hierarchy.length === worlds,
    worlds: hierarchy.length,
    lead_over_brief: Object.fromEntries(Object.entries(meanLeads).map(([size, lead]) => [size, rounded(lead)])),
    bars: BARS,
    designers_at_100: { global: rounded(global), separate: rounded(separate), hierarchical: rounded(hierarchical), bar: HIERARCHY_BAR },
  });
  return accuracyOk && hierarchyOk && hierarchy.length === worlds;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
