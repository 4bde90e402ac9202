import { EXIT, type Verb } from '../verb.ts';

/** Every benchmark, by its name; each is a verb of its own shape. */
const BENCHES: Readonly<Record<string, () => Promise<{ bench: Verb }>>> = {
  interpret: () => import('../bench/interpret.ts'),
  odour: () => import('../bench/odour.ts'),
  queue: () => import('../bench/queue.ts'),
  sse: () => import('../bench/sse.ts'),
  moo: () => import('../bench/moo.ts'),
  evolve: () => import('../bench/evolve.ts'),
  fault: () => import('../bench/fault.ts'),
  serving: () => import('../bench/serving.ts'),
  cache: () => import('../bench/cache.ts'),
  pages: () => import('../bench/pages.ts'),
  ppo: () => import('../bench/ppo.ts'),
};

export const verb: Verb = {
  summary: 'bench <name>: measure something and print the figures',
  help: 'Names: moo, evolve, interpret, odour, ppo, serving, cache, queue, sse, pages, fault. Each has --help.',
  async run(io, args) {
    const [name = '', ...rest] = args;
    const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
    if (!load) {
      io.progress(`bench: no benchmark ${JSON.stringify(name)}; one of ${Object.keys(BENCHES).join(', ')}`);
      return EXIT.usage;
    }
    const { bench } = await load();
    return bench.run(io, rest);
  },
};
