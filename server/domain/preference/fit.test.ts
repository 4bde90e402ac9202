import { expect, test } from 'vitest';
import { FAMILIES } from '../ingredient/family.ts';
import { Rng } from '../math/rng.ts';
import { gatherObservations, type PairComparison, type RatedCandidate, type StarRating } from './answers.ts';
import { believe } from './believe.ts';
import { DEFAULT_PRIOR, FEATURE, FORMULA_FEATURES, featureCount, offeredFor, priorVariances, wantedOf } from './features.ts';
import { fitPreference } from './fit.ts';
import { BRIEF_ALONE, buildDesign, evidence, findMode, groupsByBrief, leaveGroupOut, reaching, USUAL_REACH } from './laplace.ts';
import { USUAL_SCALE } from './likelihood.ts';
import { PreferenceModel, packModel, tasteOf } from './model.ts';

const F = FAMILIES.length;
const MATERIALS = ['rose-oil', 'iso-e-super', 'vanillin'];

/** Made-up formulas: random shares for a brief of two families. */
function madeUp(count: number, perBrief: number, rng: Rng): RatedCandidate[] {
  let wanted = new Float64Array(F);
  return Array.from({ length: count }, (_, i) => {
    if (i % perBrief === 0) {
      wanted = new Float64Array(F);
      wanted[rng.int(F)] = 0.6;
      const second = rng.int(F);
      wanted[second] = (wanted[second] as number) + 0.4;
    }
    const raw = Float64Array.from({ length: F }, (_, f) => rng.uniform() ** 3 + (wanted[f] as number));
    const total = raw.reduce((sum, value) => sum + value, 0);
    const features = new Float64Array(featureCount(MATERIALS.length));
    features[FEATURE.bias] = 1;
    let miss = 0;
    for (let f = 0; f < F; f++) {
      const share = (raw[f] as number) / total;
      miss += Math.abs(share - (wanted[f] as number)) / 2;
      features[FEATURE.profile + f] = share;
      features[FEATURE.profileSquared + f] = share * share;
      for (let t = 0; t < F; t++) features[FEATURE.profileByTarget + f * F + t] = share * (wanted[t] as number);
    }
    features[FEATURE.mismatches] = miss;
    features[FEATURE.briefScore] = 14 * (0.45 - miss);
    MATERIALS.forEach((_, m) => {
      features[FEATURE.materials + m] = rng.uniform() < 0.4 ? 0.3 * rng.uniform() : 0;
    });
    return { id: `c${i}`, brief: `b${Math.floor(i / perBrief)}`, features };
  });
}

const MUSK = FAMILIES.indexOf('musk');
/** Likes musk and vanillin, follows the brief loosely. */
function feels(features: Float64Array): number {
  return (
    0.4 * (features[FEATURE.briefScore] as number) +
    14 * ((features[FEATURE.profile + MUSK] as number) - 0.05) +
    2.5 * (features[FEATURE.materials + 2] as number)
  );
}

function rate(candidates: readonly RatedCandidate[], designer: string, rng: Rng, taste = feels): StarRating[] {
  return candidates.map(({ id, features }) => {
    const felt = Math.round(3 + taste(features) + 0.5 * rng.normal());
    return { candidate: id, designer, stars: Math.min(Math.max(felt, 1), 5) as StarRating['stars'] };
  });
}

test('there are F² + 2F + 14 = 374 features of a formula in its brief, 18 of contrast, one per material', () => {
  expect(FEATURE.contrast).toBe(374);
  expect(FORMULA_FEATURES).toBe(374 + 18);
  expect(featureCount(3)).toBe(395);
});

test('without ratings the weights are the brief score alone and the gate is shut', () => {
  const fit = fitPreference({ candidates: [], ratings: [], pairs: [], materials: 3 });
  expect(fit.weights[FEATURE.briefScore]).toBe(1);
  expect(fit.weights.filter((weight) => weight !== 0)).toHaveLength(1);
  expect(fit.gate).toMatchObject({ weight: 0, reason: 'too_few_ratings' });
});

test('learns who likes musk and vanillin, opens the gate, and says so', () => {
  const rng = Rng.fromSeed(4);
  const candidates = madeUp(150, 5, rng);
  const fit = fitPreference({ candidates, ratings: rate(candidates, 'mina', rng), pairs: [], materials: 3 });
  expect(fit.gate.weight).toBeGreaterThan(0);
  expect(fit.gate.accuracy).toBeGreaterThan(fit.gate.briefAccuracy ?? 1);
  const model = packModel(fit, MATERIALS);
  const { families, materials, answers } = believe(PreferenceModel.parse(JSON.parse(JSON.stringify(model))), 'mina');
  const favourite = [...families].sort((a, b) => b.effect - a.effect)[0];
  expect(favourite?.family).toBe('musk');
  expect(favourite?.effect).toBeGreaterThan(2 * (favourite?.sd ?? 1));
  expect(materials.find(({ materialId }) => materialId === 'vanillin')?.likedProbability).toBeGreaterThan(0.8);
  expect(answers).toBe(150);
});

test('the same answers give the same model, and it survives being written down', () => {
  const candidates = madeUp(40, 5, Rng.fromSeed(9));
  const ratings = rate(candidates, 'a', Rng.fromSeed(1));
  const one = packModel(fitPreference({ candidates, ratings, pairs: [], materials: 3 }), MATERIALS);
  const two = packModel(fitPreference({ candidates, ratings, pairs: [], materials: 3 }), MATERIALS);
  expect(two).toEqual(one);
  const taste = tasteOf(PreferenceModel.parse(JSON.parse(JSON.stringify(one))), 'a');
  const fit = fitPreference({ candidates, ratings, pairs: [], materials: 3 });
  taste.mean.shared.forEach((weight, i) => {
    expect(weight).toBeCloseTo(fit.weights[i] as number, 5);
  });
});

test.each([
  [
    'permuted stars',
    (ratings: StarRating[], rng: Rng) =>
      rng.shuffle(ratings.map(({ stars }) => stars)).map((stars, i) => ({ ...(ratings[i] as StarRating), stars })),
  ],
  ['all stars equal', (ratings: StarRating[]) => ratings.map((rating) => ({ ...rating, stars: 4 as const }))],
  [
    'a rater who answers upside down',
    (ratings: StarRating[]) => ratings.map((rating) => ({ ...rating, stars: (6 - rating.stars) as StarRating['stars'] })),
  ],
])('%s: the gate stays shut', (_name, spoil) => {
  const rng = Rng.fromSeed(12);
  const candidates = madeUp(150, 5, rng);
  // A taste that mostly follows the brief: turned over, it is against every brief.
  const honest = rate(
    candidates,
    'a',
    rng,
    (features) => 0.8 * (features[FEATURE.briefScore] as number) + 6 * (features[FEATURE.profile + MUSK] as number),
  );
  const { gate } = fitPreference({ candidates, ratings: spoil(honest, rng), pairs: [], materials: 3 });
  expect(gate.weight).toBe(0);
});

test('fewer than thirty ratings or six briefs open nothing', () => {
  const rng = Rng.fromSeed(3);
  const few = madeUp(25, 5, rng);
  expect(fitPreference({ candidates: few, ratings: rate(few, 'a', rng), pairs: [], materials: 3 }).gate.reason).toBe('too_few_ratings');
  const narrow = madeUp(40, 10, rng);
  expect(fitPreference({ candidates: narrow, ratings: rate(narrow, 'a', rng), pairs: [], materials: 3 }).gate.reason).toBe(
    'too_few_briefs',
  );
});

test('pairs alone teach too, and neither lowers both', () => {
  const rng = Rng.fromSeed(8);
  const candidates = madeUp(80, 4, rng);
  const pairs = candidates.flatMap((a, i): PairComparison[] => {
    const b = candidates[i + 1];
    if (!b || b.brief !== a.brief) return [];
    return [{ a: a.id, b: b.id, winner: feels(a.features) > feels(b.features) ? 'a' : 'b', designer: 'p' }];
  });
  const fit = fitPreference({ candidates, ratings: [], pairs, materials: 3 });
  expect(fit.gate.accuracy).toBeGreaterThan(0.6);
  const neither = fitPreference({ candidates, ratings: [], pairs: [{ a: 'c0', b: 'c1', winner: 'neither', designer: 'p' }], materials: 3 });
  const utility = (weights: Float64Array, at: number): number =>
    weights.reduce((sum, weight, i) => sum + weight * (candidates[at]?.features[i] as number), 0);
  const before = fitPreference({ candidates, ratings: [], pairs: [], materials: 3 });
  for (const at of [0, 1]) expect(utility(neither.weights, at)).toBeLessThan(utility(before.weights, at));
});

test('a rating given twice counts once, the later; unknown candidates and a pair with itself are left out and counted', () => {
  const candidates = madeUp(4, 4, Rng.fromSeed(1));
  const rated = gatherObservations(
    candidates,
    [
      { candidate: 'c0', designer: 'a', stars: 1 },
      { candidate: 'c0', designer: 'a', stars: 5 },
      { candidate: 'gone', designer: 'a', stars: 3 },
    ],
    [{ a: 'c1', b: 'c1', winner: 'a', designer: 'a' }],
  );
  expect(rated.rows).toHaveLength(1);
  expect(rated.rows[0]).toMatchObject({ low: 5, high: 5 });
  expect(rated.unknown).toBe(2);
});

test('designers who use the stars differently get thresholds of their own', () => {
  const rng = Rng.fromSeed(6);
  const candidates = madeUp(120, 6, rng);
  const mild = rate(candidates, 'mild', rng).map((rating) => ({ ...rating, stars: Math.min(rating.stars + 1, 5) as StarRating['stars'] }));
  const strict = rate(candidates, 'strict', rng).map((rating) => ({
    ...rating,
    stars: Math.max(rating.stars - 1, 1) as StarRating['stars'],
  }));
  const fit = fitPreference({ candidates, ratings: [...mild, ...strict], pairs: [], materials: 3 });
  const middle = (id: string): number => fit.designers.find((designer) => designer.id === id)?.scale.thresholds[2] ?? 0;
  expect(middle('strict')).toBeGreaterThan(middle('mild') + 0.5);
});

test('leaving a brief out without refitting predicts nearly what refitting without it does', () => {
  const rng = Rng.fromSeed(21);
  const candidates = madeUp(60, 5, rng);
  const ratings = rate(candidates, 'a', rng);
  const variances = priorVariances(DEFAULT_PRIOR, 3);
  const observations = gatherObservations(candidates, ratings, []);
  const design = buildDesign(observations, variances, 1);
  const mode = findMode(design, observations, [USUAL_SCALE]);
  const quick = leaveGroupOut(mode, groupsByBrief(observations));
  const errors: number[] = [];
  const usual: number[] = [];
  for (const left of ['b0', 'b5', 'b11']) {
    const kept = new Set(candidates.filter(({ brief }) => brief !== left).map(({ id }) => id));
    const rest = gatherObservations(
      candidates,
      ratings.filter(({ candidate }) => kept.has(candidate)),
      [],
    );
    const restDesign = buildDesign(rest, variances, 1);
    const restMode = findMode(restDesign, rest, [USUAL_SCALE]);
    observations.rows.forEach((row, i) => {
      if (row.brief !== left) return;
      // Predicted utility: prior mean + k(i, rest) α.
      let utility = design.priorMean[i] as number;
      rest.rows.forEach((_, j) => {
        const full = observations.rows.findIndex((other) => other.a === rest.rows[j]?.a);
        utility += (design.gram[i * design.size + full] as number) * (restMode.alpha[j] as number);
      });
      errors.push(Math.abs(utility - (quick[i] as number)));
      usual.push(Math.abs((mode.z[i] as number) - utility));
    });
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(errors)).toBeLessThan(0.5 * mean(usual));
});

test('a prior of twice the reach is the one built with twice the spreads, and a mode found from another prior is the same mode', () => {
  const rng = Rng.fromSeed(17);
  const candidates = madeUp(40, 5, rng);
  const observations = gatherObservations(candidates, rate(candidates, 'a', rng), []);
  const variances = priorVariances(DEFAULT_PRIOR, 3);
  const usual = buildDesign(observations, variances, 1);
  const wide = reaching(usual, { ...USUAL_REACH, families: 2, personal: 2 });
  const built = buildDesign(
    observations,
    variances.map((variance, p) => (p >= FEATURE.profile && p < FEATURE.materials ? 4 * variance : variance)),
    4,
  );
  expect([...wide.gram.subarray(0, 40)]).toEqual([...built.gram.subarray(0, 40)].map((value) => expect.closeTo(value, 9)));
  expect([...wide.sharedVariance]).toEqual([...built.sharedVariance].map((value) => expect.closeTo(value, 9)));
  const fresh = findMode(wide, observations, [USUAL_SCALE]);
  const carried = findMode(wide, observations, [USUAL_SCALE], findMode(usual, observations, [USUAL_SCALE]));
  expect([...carried.z]).toEqual([...fresh.z].map((value) => expect.closeTo(value, 1)));
});

test('answers that follow a taste are likelier under one; answers that follow the brief are not', () => {
  const lead = (taste: (features: Float64Array) => number): number => {
    const rng = Rng.fromSeed(31);
    const candidates = madeUp(120, 5, rng);
    const observations = gatherObservations(candidates, rate(candidates, 'a', rng, taste), []);
    const usual = buildDesign(observations, priorVariances(DEFAULT_PRIOR, 3), DEFAULT_PRIOR.personal ** 2);
    const alone = reaching(usual, BRIEF_ALONE);
    const of = (design: typeof usual): number =>
      evidence(design, observations, [USUAL_SCALE], findMode(design, observations, [USUAL_SCALE]));
    return of(usual) - of(alone);
  };
  expect(lead(feels)).toBeGreaterThan(4);
  expect(lead((features) => 0.5 * (features[FEATURE.briefScore] as number))).toBeLessThan(0);
});

test('a formula offered for its own brief is itself, for another it misses by the change in shares', () => {
  const [home, other] = madeUp(2, 1, Rng.fromSeed(2)) as [RatedCandidate, RatedCandidate];
  expect([...offeredFor(home.features, home.features)]).toEqual([...home.features].map((value) => expect.closeTo(value, 12)));
  const moved = offeredFor(home.features, other.features);
  expect([...wantedOf(moved)]).toEqual([...wantedOf(other.features)].map((value) => expect.closeTo(value, 12)));
});
