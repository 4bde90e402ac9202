import { DomainError } from '#domain/error.ts';
import { EXIT, processIo, type Verb } from './verb.ts';

/** Every verb, by its name; loaded only when it runs. */
const VERBS: Readonly<Record<string, () => Promise<{ verb: Verb }>>> = {
  bench: () => import('./verbs/bench.ts'),
  interpret: () => import('./verbs/interpret.ts'),
  hints: () => import('./verbs/hints.ts'),
  evolve: () => import('./verbs/evolve.ts'),
  check: () => import('./verbs/check.ts'),
  odour: () => import('./verbs/odour.ts'),
  ppo: () => import('./verbs/ppo.ts'),
  learn: () => import('./verbs/learn.ts'),
  doctor: () => import('./verbs/doctor.ts'),
  models: () => import('./verbs/models.ts'),
};

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(
      `Usage: npm run -s fragrance -- <verb> [options]\nVerbs: ${Object.keys(VERBS).join(', ')}\nEvery verb has --help.\n`,
    );
    return name === undefined ? EXIT.usage : EXIT.allAnswered;
  }
  const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!load) {
    process.stderr.write(`fragrance: no verb ${JSON.stringify(name)}; one of ${Object.keys(VERBS).join(', ')}\n`);
    return EXIT.usage;
  }
  const { verb } = await load();
  if (args.includes('--help')) {
    process.stdout.write(`${verb.summary}\n\n${verb.help}\n`);
    return EXIT.allAnswered;
  }
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  try {
    return await verb.run(processIo(interrupt.signal), args);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted;
    if (!(error instanceof DomainError)) throw error;
    process.stderr.write(`fragrance ${name}: ${error.message}\n`);
    return EXIT.usage;
  }
}

/** Whoever reads our answers may stop reading (`| head -1`): that is an end, not a fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.allAnswered);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
