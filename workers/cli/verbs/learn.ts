import { parseArgs } from 'node:util';
import { makeBriefs } from '#domain/preference/simulation/world.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { buildReference } from '#workers/rl/train/build-reference.ts';
import { learnPipe } from '#workers/rl/train/pipe/learn-pipe.ts';
import { proveEval } from '#workers/rl/train/proofs/prove-eval.ts';
import { proveLoop } from '#workers/rl/train/proofs/prove-loop.ts';
import { OUTSIDE_KINDS, proveOutside } from '#workers/rl/train/proofs/prove-outside.ts';
import { provePpoValue } from '#workers/rl/train/proofs/prove-ppo-value.ts';
import { proveSafety } from '#workers/rl/train/proofs/prove-safety.ts';
import { SHIPPED_REFERENCE } from '#workers/rl/train/train-policy.ts';
import { positiveInteger } from '../bench/positive-integer.ts';
import { type CliIo, EXIT, errorRow, type Verb } from '../verb.ts';

const HELP = `learn eval      [--worlds 6]                 reward model: held-out pair accuracy against the brief alone; hierarchy against both extremes
learn loop      [--worlds 6] [--ratings 200] the whole loop against hidden tastes, with the arms that must fail
learn ppo-value [--worlds 6]                 what the policy adds after 150 ratings at equal evaluations
learn outside   [--worlds 2] [--kind tastes|senses] 150 ratings by raters the model was not built for, three a kind and world, and permuted
learn safety    [--worlds 2] [--only abcd]   injected faults, careless and upside-down raters
learn reference [--out file]                 trains the shipped reference policy anew; same sources, same bytes
learn pipe      [--state folder]             rate and propose over NDJSON: reset, propose, rate, compare, fit, state
Also: --first-world 1, --unseen 20 (unseen briefs), --evals 1000 (evaluations per proposal while learning).
Each prints a line per world and {ok, …} last; exit 1 when a bar is missed.
pipe: {"cmd":"reset","seed":1} · {"cmd":"propose","brief"|"reading",…,"designer","n","budget_evals","seed"?,"explore"?} ·
  {"cmd":"rate","candidate","designer","stars"} · {"cmd":"compare","a","b","winner":"a|b|tie","designer"} · {"cmd":"fit"} · {"cmd":"state"}`;

/** Ratings of five per brief: enough training briefs for 300 without repeating one. */
const TRAINING_BRIEFS = 60;
const BRIEFS_SEED = 77;
const OUTSIDE_RATINGS = 150;

export const verb: Verb = {
  summary: 'learn eval|loop|ppo-value|outside|safety|reference|pipe: learning from ratings, proved and driven',
  help: HELP,
  async run(io, [task = '', ...args]) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        worlds: { type: 'string' },
        'first-world': { type: 'string', default: '1' },
        ratings: { type: 'string', default: '200' },
        unseen: { type: 'string', default: '20' },
        evals: { type: 'string', default: '1000' },
        only: { type: 'string', default: 'abcd' },
        kind: { type: 'string' },
        out: { type: 'string', default: SHIPPED_REFERENCE },
        state: { type: 'string' },
      },
    });
    if (task === 'pipe') {
      const allAnswered = await learnPipe(io, values.state ?? null, errorRow);
      return io.signal.aborted ? EXIT.interrupted : allAnswered ? EXIT.allAnswered : EXIT.someErrors;
    }
    if (task === 'reference') return rebuildReference(io, values.out);
    const proof = { eval: 6, loop: 6, 'ppo-value': 6, outside: 2, safety: 2 }[task];
    if (proof === undefined) {
      io.progress(HELP);
      return EXIT.usage;
    }
    const worlds = positiveInteger(values.worlds ?? String(proof), '--worlds');
    const firstWorld = positiveInteger(values['first-world'], '--first-world');
    const ratings = positiveInteger(values.ratings, '--ratings');
    const evals = positiveInteger(values.evals, '--evals');
    io.progress(`learn ${task}: ${worlds} worlds`);
    const unseen = positiveInteger(values.unseen, '--unseen');
    const answer = async (row: Record<string, unknown>): Promise<void> => {
      await io.answer(row);
      if (io.signal.aborted) throw new Error('interrupted');
    };
    if (task === 'outside') {
      const kinds = OUTSIDE_KINDS.filter((kind) => values.kind === undefined || values.kind === kind);
      if (kinds.length === 0) {
        io.progress(`learn outside: --kind is one of ${OUTSIDE_KINDS.join(', ')}`);
        return EXIT.usage;
      }
      const proved = await proveOutside({ kinds, seeds: worlds, firstSeed: firstWorld, ratings: OUTSIDE_RATINGS, unseen }, answer);
      return proved ? EXIT.allAnswered : EXIT.someErrors;
    }
    const briefs = makeBriefs(readSeedCatalogue(), TRAINING_BRIEFS, unseen, BRIEFS_SEED);
    const ok =
      task === 'eval'
        ? await proveEval(briefs, worlds, firstWorld, answer)
        : task === 'loop'
          ? await proveLoop(briefs, { worlds, firstWorld, ratings, evals }, answer)
          : task === 'ppo-value'
            ? await provePpoValue(briefs, { worlds, firstWorld, evals }, answer)
            : await proveSafety(briefs, { worlds, firstWorld, evals, only: values.only }, answer);
    return ok ? EXIT.allAnswered : EXIT.someErrors;
  },
};

async function rebuildReference(io: CliIo, path: string): Promise<number> {
  const summary = await buildReference(path, (stats) => {
    const iteration = stats['time/iterations'] ?? 0;
    if (iteration % 10 === 0) io.progress(`iteration ${iteration}: reward ${stats['rollout/ep_rew_mean']?.toFixed(2)}`);
  });
  const { status, iterations, steps, seconds, last } = summary;
  await io.answer({ path, status, iterations, steps, seconds, ep_rew_mean: last?.['rollout/ep_rew_mean'] ?? null });
  return EXIT.allAnswered;
}
