import { z } from 'zod';
import type { MaterialLine } from '../formula/formula.ts';
import { Rng } from '../math/rng.ts';
import { elitesByFit } from './archive.ts';
import { checkpoint, EvolveCheckpoint, restore } from './checkpoint.ts';
import { type EvolveState, population, startEvolution, startFromSheets, step } from './evolve.ts';
import { hypervolumeOf } from './population-stats.ts';
import type { EvolvePresetSettings } from './preset.ts';
import type { EvolveProblem } from './problem.ts';

/** A round that raises the hypervolume by no more than this brought nothing. */
const GAIN = 1e-3;
const STALE_ROUNDS = 2;

/** A run of rounds: a preset's generations are one round; the archive goes into the next as elites. */
export interface Rounds {
  readonly problem: EvolveProblem;
  readonly preset: EvolvePresetSettings;
  readonly seed: number;
  readonly maxRounds: number;
  round: number;
  state: EvolveState;
  bestHypervolume: number;
  stale: number;
  /** Evaluations of the rounds before this one. */
  evalsBefore: number;
}

export function startRounds(
  problem: EvolveProblem,
  preset: EvolvePresetSettings,
  seed: number,
  maxRounds: number,
  initial: readonly (readonly MaterialLine[])[] = [],
): Rounds {
  const state = startEvolution(problem, preset, seed, initial);
  return { problem, preset, seed, maxRounds, round: 1, state, bestHypervolume: 0, stale: 0, evalsBefore: 0 };
}

/** One generation further, inside the round. */
export function advance(rounds: Rounds): Rounds {
  step(rounds.state);
  return rounds;
}

export function roundIsOver({ state, preset }: Rounds): boolean {
  return state.gen >= preset.n_generations;
}

/** Closes the round: 'next' after starting another from the elites, or why the run is over. */
export function closeRound(rounds: Rounds): 'next' | 'finished' | 'no_gain' {
  const reached = hypervolumeOf(rounds.state);
  rounds.stale = reached > rounds.bestHypervolume + GAIN ? 0 : rounds.stale + 1;
  rounds.bestHypervolume = Math.max(rounds.bestHypervolume, reached);
  if (rounds.round >= rounds.maxRounds) return 'finished';
  if (rounds.stale >= STALE_ROUNDS) return 'no_gain';
  const { archive, evals } = rounds.state;
  // The best fits of the archive, then the front in the order of worth: half of the next first population, the rest is new blood.
  const elites = elitesByFit(archive);
  const few = Math.ceil(rounds.preset.population_size / 8);
  const front = population(rounds.state).filter(({ rank }) => rank === 0);
  const given = [...elites.slice(0, few), ...front.sort((a, b) => a.worth - b.worth || a.key - b.key), ...elites.slice(few)];
  rounds.evalsBefore += evals;
  rounds.round++;
  const rng = Rng.fromSeed(rounds.seed).fork(rounds.round);
  rounds.state = startFromSheets(rounds.problem, rounds.preset, rng, given, archive);
  return 'next';
}

export const RoundsCheckpoint = z.strictObject({
  seed: z.number(),
  maxRounds: z.number().int().positive(),
  round: z.number().int().positive(),
  bestHypervolume: z.number(),
  stale: z.number().int(),
  evalsBefore: z.number().int(),
  state: EvolveCheckpoint,
});
export type RoundsCheckpoint = z.infer<typeof RoundsCheckpoint>;

export function checkpointRounds({ seed, maxRounds, round, bestHypervolume, stale, evalsBefore, state }: Rounds): RoundsCheckpoint {
  return { seed, maxRounds, round, bestHypervolume, stale, evalsBefore, state: checkpoint(state) };
}

export function restoreRounds(problem: EvolveProblem, json: unknown): Rounds {
  const { state: saved, ...rest } = RoundsCheckpoint.parse(json);
  const state = restore(problem, saved);
  return { ...rest, problem, preset: state.preset, state };
}
