import { parseArgs } from 'node:util';
import { hypervolume } from '#domain/evolve/hypervolume.ts';
import { KNOWN_PROBLEMS } from '#domain/evolve/known/known-problems.ts';
import { nsga2 } from '#domain/evolve/known/nsga2.ts';
import { Rng } from '#domain/math/rng.ts';
import { EXIT, type Verb } from '../verb.ts';
import { positiveInteger } from './positive-integer.ts';

const POPULATION = 100;

export const bench: Verb = {
  summary: 'bench moo: hypervolume of NSGA-II on problems whose front is known',
  help: [
    'Options: --seeds n (11), --evals n (25000), --front (print the front of the median seed), --only NAME',
    'Answers one line per problem: {problem, ref, exact, evals, seeds, median, min, bar, ok, front?}.',
    'Exit 1 when a median is below its bar.',
  ].join('\n'),
  async run(io, args) {
    const { values } = parseArgs({
      args: [...args],
      options: { seeds: { type: 'string' }, evals: { type: 'string' }, front: { type: 'boolean' }, only: { type: 'string' } },
    });
    const seeds = positiveInteger(values.seeds ?? '11', '--seeds');
    const evals = positiveInteger(values.evals ?? '25000', '--evals');
    let allOk = true;
    for (const problem of KNOWN_PROBLEMS) {
      if (values.only !== undefined && values.only !== problem.name) continue;
      const runs: { volume: number; front: number[][] }[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        if (io.signal.aborted) return EXIT.interrupted;
        const front = nsga2(problem, POPULATION, evals, Rng.fromSeed(seed));
        runs.push({ volume: hypervolume(Float64Array.from(front.flat()), front.length, problem.reference), front });
      }
      runs.sort((a, b) => a.volume - b.volume);
      const middle = runs[Math.floor((seeds - 1) / 2)];
      // An even number of seeds takes the lower of the two middle runs, so that the printed front has the printed volume.
      const median = middle?.volume ?? 0;
      const ok = median >= problem.bar;
      allOk &&= ok;
      await io.answer({
        problem: problem.name,
        ref: problem.reference,
        exact: problem.exact,
        evals,
        seeds,
        median,
        min: runs[0]?.volume,
        bar: problem.bar,
        ok,
        ...(values.front ? { front: middle?.front } : {}),
      });
    }
    return allOk ? EXIT.allAnswered : EXIT.someErrors;
  },
};
