import { type Briefs, makeWorld } from '#domain/preference/simulation/world.ts';
import { fineTune, openReference } from './fine-tune.ts';
import { deliver, HONEST, rateAndFit, sampleGain } from './rate-and-fit.ts';
import { mean, rounded } from './statistics.ts';

const RATINGS = 150;
const BUDGETS = [150, 330, 3050] as const;

/** What the policy adds to the same reward model: at equal evaluations, alone, and against the reference in its place. */
export async function provePpoValue(
  briefs: Briefs,
  { worlds, firstWorld, evals }: { worlds: number; firstWorld: number; evals: number },
  answer: (row: Record<string, unknown>) => Promise<void>,
): Promise<boolean> {
  const arms: Record<string, number[]> = {};
  const note = (arm: string, value: number): void => {
    arms[arm] = [...(arms[arm] ?? []), value];
  };
  const reference = await openReference();
  for (let seed = firstWorld; seed < firstWorld + worlds; seed++) {
    const world = makeWorld(briefs, seed);
    const { model } = await rateAndFit(world, { ratings: RATINGS, evals, answering: HONEST, seed: seed * 17 + 3 });
    const { policy, summary } = await fineTune(model, 'designer', briefs.training.slice(0, 24), seed);
    const row: Record<string, unknown> = {
      world: seed,
      gate: rounded(model.gate.weight, 2),
      kl_ref: rounded(summary.last?.['objective/kl_ref'] ?? null),
    };
    for (const budget of BUDGETS) {
      const options = { evals: budget, weight: 1 };
      for (const [arm, proposer] of [
        ['ga', null],
        ['ppo_ga', policy],
        ['ref_ga', reference],
      ] as const) {
        const { gain } = await deliver(world, model, { ...options, policy: proposer });
        note(`${arm}_${budget}`, gain);
        row[`${arm}_${budget}`] = rounded(gain);
      }
    }
    for (const [arm, proposer] of [
      ['sample_ref', reference],
      ['sample_tuned', policy],
    ] as const) {
      const gain = await sampleGain(world, proposer, seed + 600);
      note(arm, gain);
      row[arm] = rounded(gain);
    }
    await answer(row);
    await policy.close();
  }
  await reference.close();
  const m = (arm: string): number => mean(arms[arm] ?? []);
  const checks = {
    'ppo+ga(150) ≥ ga(150) + .20': m('ppo_ga_150') - m('ga_150') >= 0.2,
    'ppo+ga(150) ≥ ga(330) − .05': m('ppo_ga_150') - m('ga_330') >= -0.05,
    'tuned sample ≥ reference sample + .15': m('sample_tuned') - m('sample_ref') >= 0.15,
    'ppo+ga(3050) ≥ ga(3050) − .05': m('ppo_ga_3050') - m('ga_3050') >= -0.05,
    'control: the reference in its place misses the first bar': m('ref_ga_150') - m('ga_150') < 0.2,
  };
  const ok = Object.values(checks).every(Boolean);
  await answer({ ok, checks, worlds, ratings: RATINGS, gains: Object.fromEntries(Object.keys(arms).map((arm) => [arm, rounded(m(arm))])) });
  return ok;
}
