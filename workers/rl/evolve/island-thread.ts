import { parentPort, workerData } from 'node:worker_threads';
import type { Reading } from '#domain/brief/reading.ts';
import { checkpoint, populationHash } from '#domain/evolve/checkpoint.ts';
import { startEvolution, step } from '#domain/evolve/evolve.ts';
import type { Genes } from '#domain/evolve/individual.ts';
import { emigrants, islandSeed, MIGRATE_EVERY, receive } from '#domain/evolve/islands.ts';
import type { EvolvePresetSettings } from '#domain/evolve/preset.ts';
import { buildProblem, type ProblemOptions } from '#domain/evolve/problem.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';

/** Plain data for one island. */
export interface IslandOrder {
  readonly reading: Reading;
  readonly options: Omit<ProblemOptions, 'extraScore'>;
  readonly preset: EvolvePresetSettings;
  readonly seed: number;
  readonly island: number;
}

export type IslandReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'emigrants'; readonly genes: readonly Genes[] }
  | { readonly kind: 'done'; readonly hash: string; readonly evals: number; readonly cpuMs: number; readonly checkpoint: unknown };

const port = parentPort;
if (!port) throw new Error('island-thread runs as a worker thread');
const { reading, options, preset, seed, island } = workerData as IslandOrder;
const problem = buildProblem(readSeedCatalogue(), reading, options);
const atStart = process.threadCpuUsage();
port.postMessage({ kind: 'ready' } satisfies IslandReport);

let state: ReturnType<typeof startEvolution> | null = null;

/** 'go' starts; each list of arrivals lets the island go on to its next migration. */
port.on('message', (message: 'go' | readonly Genes[]) => {
  if (message === 'go') {
    state = startEvolution(problem, preset, islandSeed(seed, island));
  } else if (state) receive(problem, state, message);
  if (!state) return;
  const until = Math.min(preset.n_generations, state.gen + MIGRATE_EVERY);
  while (state.gen < until) step(state);
  if (state.gen < preset.n_generations) port.postMessage({ kind: 'emigrants', genes: emigrants(state) } satisfies IslandReport);
  else {
    port.postMessage({
      kind: 'done',
      hash: populationHash(state),
      evals: state.evals,
      cpuMs: cpuMs(),
      checkpoint: checkpoint(state),
    } satisfies IslandReport);
  }
});

/** Processor time of this thread since it was ready. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage(atStart);
  return (user + system) / 1000;
}
