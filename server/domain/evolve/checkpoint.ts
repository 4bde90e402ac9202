import { z } from 'zod';
import { DomainError } from '../error.ts';
import { Rng } from '../math/rng.ts';
import { sha256Hex } from '../math/sha256.ts';
import { cellOf, elitesByFit, newArchive } from './archive.ts';
import { type EvolveState, newState, population } from './evolve.ts';
import { assess, type Genes, genesOf, type Individual, newIndividual, writeGenes } from './individual.ts';
import { EvolvePresetSettings } from './preset.ts';
import type { EvolveProblem } from './problem.ts';
import { fingerprint } from './sheet.ts';

const GenesJson = z.array(z.tuple([z.number().int().nonnegative(), z.number().positive()]));

/** Everything that decides how an evolution goes on, as JSON. Exact: JSON numbers keep every bit of a double. */
export const EvolveCheckpoint = z.strictObject({
  v: z.literal(1),
  preset: EvolvePresetSettings,
  /** Fingerprint of the palette: a checkpoint fits only the problem it was taken from. */
  palette: z.string(),
  gen: z.number().int().nonnegative(),
  evals: z.number().int().nonnegative(),
  rng: z.strictObject({ s: z.tuple([z.number(), z.number(), z.number(), z.number()]), spare: z.number().nullable() }),
  /** Crowding is null at the extremes, where it is infinite. */
  living: z.array(z.strictObject({ genes: GenesJson, rank: z.number().int(), crowding: z.number().nullable() })),
  elites: z.array(GenesJson),
});
export type EvolveCheckpoint = z.infer<typeof EvolveCheckpoint>;

export function checkpoint(state: EvolveState): EvolveCheckpoint {
  const { s, spare } = state.rng.state();
  return {
    v: 1,
    preset: state.preset,
    palette: paletteKey(state.problem),
    gen: state.gen,
    evals: state.evals,
    rng: { s: [...s], spare },
    living: population(state).map((individual) => ({
      genes: mutable(genesOf(individual)),
      rank: individual.rank,
      crowding: Number.isFinite(individual.crowding) ? individual.crowding : null,
    })),
    elites: elitesByFit(state.archive).map((elite) => mutable(genesOf(elite))),
  };
}

/** Goes on from a checkpoint to the last bit. Throws 'conflict' when it belongs to another palette. */
export function restore(problem: EvolveProblem, json: unknown): EvolveState {
  const saved = EvolveCheckpoint.parse(json);
  if (saved.palette !== paletteKey(problem)) {
    throw new DomainError(
      'conflict',
      'the checkpoint belongs to another palette',
      '원료나 규제 데이터가 바뀌어서 이어서 진화할 수 없어요.',
    );
  }
  const archive = newArchive();
  const state = newState(problem, saved.preset, Rng.fromState(saved.rng), archive);
  state.gen = saved.gen;
  state.evals = saved.evals;
  saved.living.forEach(({ genes, rank, crowding }, i) => {
    const individual = state.members[i] as Individual;
    revive(problem, genes, individual);
    individual.rank = rank;
    individual.crowding = crowding ?? Number.POSITIVE_INFINITY;
  });
  for (const genes of saved.elites) {
    const elite = newIndividual();
    revive(problem, genes, elite);
    archive.elites.set(cellOf(problem, elite), elite);
  }
  return state;
}

export function revive(problem: EvolveProblem, genes: Genes, individual: Individual): void {
  writeGenes(genes, individual);
  individual.key = fingerprint(individual);
  assess(problem, individual);
}

/** SHA-256 over every line of every living formula, to the last bit: equal hashes, equal populations. */
export function populationHash(state: EvolveState): string {
  return sha256Hex(JSON.stringify(population(state).map(genesOf)));
}

function paletteKey(problem: EvolveProblem): string {
  return sha256Hex(JSON.stringify([problem.materials.map(({ id }) => id), Array.from(problem.limits.capPct)]));
}

function mutable(genes: Genes): [number, number][] {
  return genes.map(([material, pct]) => [material, pct]);
}
