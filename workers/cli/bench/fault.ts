import { parseArgs } from 'node:util';
import { type CliIo, EXIT, type Verb } from '../verb.ts';
import { positiveInteger } from './positive-integer.ts';

/** What a proof found: `ok` when its bar holds, and the figures behind it. */
export interface Finding {
  readonly ok: boolean;
  readonly [figure: string]: unknown;
}

export interface Proof {
  readonly summary: string;
  /** Repetitions of a full proof; tests run fewer. */
  readonly n: number;
  prove(io: CliIo, n: number): Promise<Finding>;
}

/** Every proof, by the number of its bar in docs/reliability.md. */
const PROOFS: Readonly<Record<string, () => Promise<{ proof: Proof }>>> = {
  b2: () => import('./faults/grammar-validity.ts'),
  b3: () => import('./faults/killed-models.ts'),
  b4: () => import('./faults/killed-workers.ts'),
  b6: () => import('./faults/pick-up.ts'),
  b7: () => import('./faults/aborts.ts'),
  b9: () => import('./faults/queue-limit.ts'),
  b11: () => import('./faults/cache-sets.ts'),
  b14: () => import('./faults/same-run-id.ts'),
  b17: () => import('./faults/injections.ts'),
  b18: () => import('./faults/ladder-table.ts'),
  b21: () => import('./faults/soak.ts'),
  dead: () => import('./faults/dead-letters.ts'),
};

export const bench: Verb = {
  summary: 'bench fault <b2|b3|…> [--n count]: breaks something on purpose and checks that the bar holds',
  help: `Proofs: ${Object.keys(PROOFS).join(', ')}; "all" runs every one.
--n  repetitions instead of the full count. Models are synthetic (random weights), loaded by the real child processes.
One line per proof {proof, n, ok, seconds, …figures}; exit 1 when a bar does not hold.`,
  async run(io, args) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { n: { type: 'string' } } });
    const names = positionals[0] === 'all' ? Object.keys(PROOFS) : positionals;
    const unknown = names.filter((name) => !Object.hasOwn(PROOFS, name));
    if (names.length === 0 || unknown.length > 0) {
      io.progress(bench.help);
      return EXIT.usage;
    }
    let allOk = true;
    for (const name of names) {
      const { proof } = (await PROOFS[name]?.()) ?? {};
      if (!proof) continue;
      const n = values.n === undefined ? proof.n : positiveInteger(values.n, '--n');
      io.progress(`${name}: ${proof.summary}, n = ${n}`);
      const began = performance.now();
      const finding = await proof.prove(io, n);
      allOk &&= finding.ok;
      await io.answer({ proof: name, n, ...finding, seconds: Math.round((performance.now() - began) / 100) / 10 });
    }
    return allOk ? EXIT.allAnswered : EXIT.someErrors;
  },
};
