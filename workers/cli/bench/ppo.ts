import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '#domain/math/rng.ts';
import { candidateOf } from '#domain/preference/candidate-of.ts';
import { fitPreference } from '#domain/preference/fit.ts';
import { packModel } from '#domain/preference/model.ts';
import { makeBriefs, variedFormulas } from '#domain/preference/simulation/world.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { readRlConfig } from '#workers/rl/train/rl-config.ts';
import { trainPolicy } from '#workers/rl/train/train-policy.ts';
import { EXIT, type Verb } from '../verb.ts';

const STEPS_PER_SECOND_BAR = 20_000;
const FINE_TUNE_SECONDS_BAR = 10;
const REFIT_SECONDS_BAR = 0.3;
const RATINGS = 300;
const REFITS = 5;

export const bench: Verb = {
  summary: 'bench ppo: refit at 300 ratings and one fine-tune on the real edit environment',
  help: [
    'Answers {refit_s, refit_bar_s, fine_tune_s, env_steps_per_s, …, ok}. The refit is the median of five; steps per second count',
    'acting, environment and updates, without building the briefs. cpu_s beside wall time tells a busy machine from slow code.',
  ].join('\n'),
  async run(io) {
    const briefs = makeBriefs(readSeedCatalogue(), RATINGS / 5, 1, 77);
    const rng = Rng.fromSeed(1);
    const candidates = briefs.training.flatMap((problem, b) =>
      variedFormulas(problem, 5, rng).map((sheet, i) => candidateOf(`${b}-${i}`, `${b}`, problem, sheet, briefs.materials)),
    );
    const stars = [1, 2, 3, 4, 5] as const;
    const ratings = candidates.map(({ id }) => ({ candidate: id, designer: 'd', stars: stars[rng.int(5)] ?? 3 }));
    const fitOnce = () => fitPreference({ candidates, ratings, pairs: [], materials: briefs.materials.length });
    const refits = Array.from({ length: REFITS }, () => timed(fitOnce)).sort((a, b) => a.wall - b.wall);
    const refit = refits[REFITS >> 1] ?? { wall: Number.NaN, cpu: Number.NaN };
    const model = packModel(fitOnce(), briefs.materials);

    const directory = mkdtempSync(join(tmpdir(), 'bench-ppo-'));
    try {
      const rates: number[] = [];
      const cpu = process.cpuUsage();
      const summary = await trainPolicy(
        {
          kind: 'fine_tune',
          catalogue: null,
          briefs: [],
          model,
          designer: 'd',
          config: readRlConfig(),
          seed: 1,
          directory,
          referencePath: null,
          resume: false,
          provider: 'cuda',
        },
        (report) => {
          if (report.type === 'iteration') rates.push(report.stats['time/fps'] ?? 0);
        },
        () => false,
        briefs.training.slice(0, 24),
      );
      const used = process.cpuUsage(cpu);
      // The first iterations compile the loop.
      const settled = rates.slice(3).sort((a, b) => a - b);
      const median = settled[settled.length >> 1] ?? 0;
      const ok = refit.wall <= REFIT_SECONDS_BAR && median >= STEPS_PER_SECOND_BAR && summary.seconds <= FINE_TUNE_SECONDS_BAR;
      await io.answer({
        refit_s: refit.wall,
        refit_cpu_s: refit.cpu,
        refit_bar_s: REFIT_SECONDS_BAR,
        ratings: RATINGS,
        provider: summary.provider,
        fine_tune_s: summary.seconds,
        fine_tune_cpu_s: (used.user + used.system) / 1e6,
        fine_tune_bar_s: FINE_TUNE_SECONDS_BAR,
        env_steps: summary.steps,
        env_steps_per_s: Math.round(median),
        env_steps_per_cpu_s: Math.round(summary.steps / ((used.user + used.system) / 1e6)),
        env_steps_per_s_bar: STEPS_PER_SECOND_BAR,
        ok,
      });
      return ok ? EXIT.allAnswered : EXIT.someErrors;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

function timed(work: () => unknown): { wall: number; cpu: number } {
  const cpu = process.cpuUsage();
  const started = performance.now();
  work();
  const used = process.cpuUsage(cpu);
  return { wall: (performance.now() - started) / 1000, cpu: (used.user + used.system) / 1e6 };
}
