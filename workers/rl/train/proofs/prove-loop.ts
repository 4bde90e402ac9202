import { Rng } from '#domain/math/rng.ts';
import { type Briefs, makeWorld } from '#domain/preference/simulation/world.ts';
import type { PolicyProposer } from '../propose-with-policy.ts';
import { fineTune } from './fine-tune.ts';
import { deliver, fitLessons, HONEST, rateAndFit, shuffledStars } from './rate-and-fit.ts';
import { bootstrapLowerBound, mean, rounded } from './statistics.ts';

const GAIN_BAR = 0.4;
const BOUND_BAR = 0.25;
const NOTHING = 0.05;
const DELIVER_EVALS = 3000;

export interface LoopProof {
  readonly worlds: number;
  readonly firstWorld: number;
  readonly ratings: number;
  readonly evals: number;
}

/** The whole loop against hidden tastes: gain at 100, 200 and 300 ratings, and the arms that must fail. */
export async function proveLoop(
  briefs: Briefs,
  { worlds, firstWorld, ratings, evals }: LoopProof,
  answer: (row: Record<string, unknown>) => Promise<void>,
): Promise<boolean> {
  const sizes = [100, 200, 300].filter((size) => size <= ratings);
  const gains = new Map<number, number[]>(sizes.map((size) => [size, []]));
  const shuffled: number[] = [];
  const briefOnly: number[] = [];
  for (let seed = firstWorld; seed < firstWorld + worlds; seed++) {
    const world = makeWorld(briefs, seed, { evals: DELIVER_EVALS });
    const row: Record<string, unknown> = { world: seed };
    const tuned: PolicyProposer[] = [];
    const lessons = await rateAndFit(world, {
      ratings,
      evals,
      answering: HONEST,
      seed: seed * 17 + 3,
      afterRefit: async (soFar) => {
        const n = soFar.ratings.length;
        if (n % 100 !== 0) return undefined;
        // A shut gate keeps the policy out of proposals: there is nothing to train for.
        const policy =
          soFar.model.gate.weight > 0 ? (await fineTune(soFar.model, 'designer', briefs.training.slice(0, 24), seed)).policy : null;
        if (policy) tuned.push(policy);
        if (gains.has(n)) {
          const { gain } = await deliver(world, soFar.model, { evals: DELIVER_EVALS, policy });
          gains.get(n)?.push(gain);
          row[`gain_${n}`] = rounded(gain);
          row[`gate_${n}`] = rounded(soFar.model.gate.weight, 2);
        }
        return policy;
      },
    });
    const permuted = fitLessons(lessons.candidates, shuffledStars(lessons.ratings, Rng.fromSeed(seed)), briefs.materials);
    const control = await deliver(world, permuted, { evals: DELIVER_EVALS });
    const without = await deliver(world, permuted, { evals: DELIVER_EVALS, weight: 0 });
    shuffled.push(control.gain);
    briefOnly.push(without.gain);
    await answer({
      ...row,
      shuffled: rounded(control.gain),
      shuffled_gate: rounded(permuted.gate.weight, 2),
      brief_only: rounded(without.gain),
    });
    for (const policy of tuned) await policy.close();
  }
  const final = gains.get(Math.min(200, ratings)) ?? [];
  const bound = bootstrapLowerBound(final, 0.05, Rng.fromSeed(1));
  const most = mean(gains.get(sizes.at(-1) ?? 100) ?? []);
  const checks = {
    gain: mean(final) >= GAIN_BAR,
    bound: bound > BOUND_BAR,
    no_world_below_zero: final.every((gain) => gain >= 0),
    more_ratings_help: most >= mean(gains.get(100) ?? []),
    shuffled_brings_nothing: mean(shuffled) <= NOTHING,
    brief_only_is_zero: Math.abs(mean(briefOnly)) <= NOTHING,
  };
  const ok = Object.values(checks).every(Boolean);
  await answer({
    ok,
    checks,
    worlds,
    unseen_briefs: briefs.unseen.length,
    gain: Object.fromEntries([...gains].map(([size, values]) => [size, rounded(mean(values))])),
    bound_5pct: rounded(bound),
    shuffled: rounded(mean(shuffled)),
    brief_only: rounded(mean(briefOnly)),
  });
  return ok;
}
