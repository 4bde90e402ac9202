import type { MaterialLine } from '../formula/formula.ts';
import { Rng } from '../math/rng.ts';
import { revive } from './checkpoint.ts';
import { type EvolveState, immigrate, population, startEvolution, step } from './evolve.ts';
import { type Genes, genesOf, type Individual, newIndividual } from './individual.ts';
import type { EvolvePresetSettings } from './preset.ts';
import type { EvolveProblem } from './problem.ts';

/** Every island sends its best to the next one after this many generations: at fixed times, so that the result is fixed too. */
export const MIGRATE_EVERY = 20;
const MIGRANTS = 4;

/** The seed of island i: its own stream, the same whatever runs it. */
export function islandSeed(seed: number, island: number): number {
  return Rng.fromSeed(seed).fork(island).uint32();
}

/** The worthiest of an island, as they travel. */
export function emigrants(state: EvolveState): Genes[] {
  return [...population(state)]
    .sort((a, b) => a.worth - b.worth || a.key - b.key)
    .slice(0, MIGRANTS)
    .map(genesOf);
}

/** Settles the arrivals of the neighbour island. */
export function receive(problem: EvolveProblem, state: EvolveState, arrivals: readonly Genes[]): void {
  immigrate(
    state,
    arrivals.map((genes): Individual => {
      const individual = newIndividual();
      revive(problem, genes, individual);
      return individual;
    }),
  );
}

/**
 * Islands one after the other in this thread: what the threads compute, to the last bit. Whole evolutions with their own seeds,
 * a ring of migration every MIGRATE_EVERY generations.
 */
export function evolveIslands(
  problem: EvolveProblem,
  preset: EvolvePresetSettings,
  seed: number,
  count: number,
  initial: readonly (readonly MaterialLine[])[] = [],
): EvolveState[] {
  const islands = Array.from({ length: count }, (_, i) => startEvolution(problem, preset, islandSeed(seed, i), initial));
  for (let gen = 0; gen < preset.n_generations; ) {
    const until = Math.min(preset.n_generations, gen + MIGRATE_EVERY);
    for (const island of islands) while (island.gen < until) step(island);
    gen = until;
    if (gen === preset.n_generations) break;
    const leaving = islands.map(emigrants);
    islands.forEach((island, i) => {
      receive(problem, island, leaving[(i + count - 1) % count] ?? []);
    });
  }
  return islands;
}
