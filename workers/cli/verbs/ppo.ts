import { parseArgs } from 'node:util';
import { DomainError } from '#domain/error.ts';
import { PROBES, runProbe } from '#workers/rl/train/tasks/probes.ts';
import { CARTPOLE_SETTINGS, trainCartPole } from '#workers/rl/train/tasks/train-cartpole.ts';
import { type CliIo, EXIT, type Verb } from '../verb.ts';

/** Greedy mean of 100 episodes that counts as solved, and by when the training mean should reach it. */
const SOLVED = 475;
const SOLVED_BY_STEP = 90_000;

const HELP = `ppo cartpole [--steps 100000] [--seeds 5] [--first-seed 1] [--settings zoo|cleanrl]
  → a line per seed {seed, steps, greedy_mean, train_mean, first_475_step, seconds}, then {ok, …}
  zoo: every greedy mean of 100 episodes ≥ 475, training mean there by 90,000 steps in ≥ 4 of 5; cleanrl (use --steps 500000): mean ≥ 475
ppo probes [--seed 1]
  → a line per probe {probe, ok, value}
Exit 1 when a bar is missed.`;

export const verb: Verb = {
  summary: 'ppo cartpole|probes: prove the PPO implementation on tasks with known answers',
  help: HELP,
  async run(io, [task = '', ...args]) {
    if (task === 'cartpole') return cartpole(io, args);
    if (task === 'probes') return probes(io, args);
    io.progress(HELP);
    return EXIT.usage;
  },
};

async function cartpole(io: CliIo, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      steps: { type: 'string', default: '100000' },
      seeds: { type: 'string', default: '5' },
      'first-seed': { type: 'string', default: '1' },
      settings: { type: 'string', default: 'zoo' },
    },
  });
  const settings = CARTPOLE_SETTINGS.find((known) => known === values.settings);
  if (!settings) throw usage(`settings are ${CARTPOLE_SETTINGS.join(' or ')}`);
  const steps = positiveInteger('steps', values.steps);
  const seeds = positiveInteger('seeds', values.seeds);
  const first = positiveInteger('first-seed', values['first-seed']);
  const greedy: number[] = [];
  let early = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const result = await trainCartPole(seed, steps, settings);
    greedy.push(result.greedy_mean);
    if (result.first_475_step !== null && result.first_475_step <= SOLVED_BY_STEP) early++;
    await io.answer(result);
    if (io.signal.aborted) return EXIT.interrupted;
  }
  const mean = greedy.reduce((sum, value) => sum + value, 0) / seeds;
  const solved = greedy.filter((value) => value >= SOLVED).length;
  const ok = settings === 'zoo' ? solved === seeds && early >= Math.ceil(0.8 * seeds) : mean >= SOLVED;
  await io.answer({ ok, settings, seeds, solved, greedy_mean: mean, train_475_by_90k: early });
  return ok ? EXIT.allAnswered : EXIT.someErrors;
}

async function probes(io: CliIo, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { seed: { type: 'string', default: '1' } } });
  let failed = 0;
  for (const probe of PROBES) {
    const result = await runProbe(probe, positiveInteger('seed', values.seed));
    if (!result.ok) failed++;
    await io.answer(result);
  }
  return failed === 0 ? EXIT.allAnswered : EXIT.someErrors;
}

function positiveInteger(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw usage(`--${name} must be a whole number from 1`);
  return value;
}

function usage(message: string): DomainError {
  return new DomainError('bad_input', message, '옵션 값을 확인해 주세요.');
}
