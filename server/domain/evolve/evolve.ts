import type { MaterialLine } from '../formula/formula.ts';
import { f64 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import { type Archive, newArchive, offer } from './archive.ts';
import { crossover } from './crossover.ts';
import { assess, copyIndividual, type Individual, newIndividual } from './individual.ts';
import { mutate } from './mutation.ts';
import { OBJECTIVE_COUNT } from './objective.ts';
import type { EvolvePresetSettings } from './preset.ts';
import type { EvolveProblem } from './problem.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { sampleSheet } from './sample-sheet.ts';
import { fingerprint, insertLine, lineOf, newSheet, type Sheet } from './sheet.ts';
import { SurvivalWorkspace, surviveByRankAndCrowding } from './survival.ts';

/** How two parents become two children that are not yet admissible, in place of the log-ratio operators (comparisons only). */
export type Variation = (problem: EvolveProblem, mother: Sheet, father: Sheet, daughter: Sheet, son: Sheet, rng: Rng) => void;

/** One evolution in flight. `step` takes it and hands it on; everything that decides what comes next is in here. */
export interface EvolveState {
  readonly problem: EvolveProblem;
  readonly preset: EvolvePresetSettings;
  readonly rng: Rng;
  readonly archive: Archive;
  readonly variation: Variation;
  /** Part of the tournaments that the worth decides instead of front and crowding. */
  readonly focus: number;
  gen: number;
  evals: number;
  /** 2 × population_size places; the living stand in the first half. */
  readonly members: Individual[];
  readonly work: SurvivalWorkspace;
  readonly objectives: Float64Array;
  readonly violation: Float64Array;
  readonly order: Int32Array;
}

/** Chance that a given formula enters the first population as it is; else with a mutation. */
const AS_GIVEN = 0.3;
/** Given formulas and elites may take up to this part of a first population; the rest stays random. */
const GIVEN_SHARE = 0.5;
/** Half of the parents are chosen for their worth: with three objectives almost all are soon on the first front. */
const FOCUS = 0.5;
const DUPLICATE_RETRIES = 4;

/**
 * The first population: up to half from `initial` formulas (a designer's own, policy rollouts, elites of an earlier round),
 * the rest random admissible ones.
 */
export function startEvolution(
  problem: EvolveProblem,
  preset: EvolvePresetSettings,
  seed: number,
  initial: readonly (readonly MaterialLine[])[] = [],
  rival?: Variation,
): EvolveState {
  const place = new Map(problem.materials.map(({ id }, i) => [id, i]));
  const sheets = initial.map((lines) => {
    const sheet = newSheet();
    for (const { materialId, pct } of lines) {
      const material = place.get(materialId);
      if (material !== undefined && lineOf(sheet, material) < 0) insertLine(sheet, material, pct);
    }
    return sheet;
  });
  return startFromSheets(problem, preset, Rng.fromSeed(seed), sheets, newArchive(), rival);
}

export function startFromSheets(
  problem: EvolveProblem,
  preset: EvolvePresetSettings,
  rng: Rng,
  given: readonly Sheet[],
  archive: Archive,
  rival?: Variation,
): EvolveState {
  const size = preset.population_size;
  const own = logRatioVariation(preset);
  const state: EvolveState = { ...newState(problem, preset, rng, archive), variation: rival ?? own, focus: rival ? 0 : FOCUS };
  const most = Math.floor(GIVEN_SHARE * size);
  const seen = new Set<number>();
  for (let i = 0; i < size; i++) {
    const individual = state.members[i] as Individual;
    const model = given.length > 0 && i < most ? given[i % given.length] : undefined;
    for (let tries = 0; tries <= DUPLICATE_RETRIES; tries++) {
      if (model) {
        individual.count = 0;
        for (let k = 0; k < model.count; k++) insertLine(individual, model.index[k] as number, f64(model.pct, k));
        const asGiven = i < given.length && (tries === 0 || rng.uniform() < AS_GIVEN);
        if (!asGiven) mutate(problem.limits, problem.kin, individual, preset.mutation_sigma, preset.mutation_rate, rng);
        repairToLimits(problem.limits, individual, rng);
      } else sampleSheet(problem.limits, individual, rng);
      individual.key = fingerprint(individual);
      if (!seen.has(individual.key)) break;
    }
    seen.add(individual.key);
    assess(problem, individual);
    state.evals++;
    offer(problem, archive, individual);
  }
  survive(state, size);
  return state;
}

/** The places and buffers of a run; restore fills them from a checkpoint. */
export function newState(problem: EvolveProblem, preset: EvolvePresetSettings, rng: Rng, archive: Archive): EvolveState {
  const size = preset.population_size;
  return {
    problem,
    preset,
    rng,
    archive,
    variation: logRatioVariation(preset),
    focus: FOCUS,
    gen: 0,
    evals: 0,
    members: Array.from({ length: 2 * size }, newIndividual),
    work: new SurvivalWorkspace(2 * size, OBJECTIVE_COUNT),
    objectives: new Float64Array(2 * size * OBJECTIVE_COUNT),
    violation: new Float64Array(2 * size),
    order: new Int32Array(size),
  };
}

function logRatioVariation({ mutation_sigma, mutation_rate }: EvolvePresetSettings): Variation {
  return (problem, mother, father, daughter, son, rng) => {
    crossover(mother, father, daughter, son, rng);
    mutate(problem.limits, problem.kin, daughter, mutation_sigma, mutation_rate, rng);
    mutate(problem.limits, problem.kin, son, mutation_sigma, mutation_rate, rng);
  };
}

const spare = newIndividual();

/** One generation: select → cross → mutate → repair → evaluate → survive. Hands the same state on. */
export function step(state: EvolveState): EvolveState {
  const { problem, rng, members, variation, archive } = state;
  const size = state.preset.population_size;
  const seen = new Set<number>();
  for (let i = 0; i < size; i++) seen.add((members[i] as Individual).key);
  const parents = pairing(state);
  for (let c = 0; c < size; c += 2) {
    const daughter = members[size + c] as Individual;
    const son = c + 1 < size ? (members[size + c + 1] as Individual) : spare;
    const mother = members[parents(2 * c)] as Individual;
    const father = members[parents(2 * c + 2)] as Individual;
    for (let tries = 0; tries <= DUPLICATE_RETRIES; tries++) {
      variation(problem, mother, father, daughter, son, rng);
      repairToLimits(problem.limits, daughter, rng);
      repairToLimits(problem.limits, son, rng);
      daughter.key = fingerprint(daughter);
      son.key = fingerprint(son);
      if (!seen.has(daughter.key) && !seen.has(son.key)) break;
    }
    for (const child of [daughter, son]) {
      if (child === spare) continue;
      seen.add(child.key);
      assess(problem, child);
      state.evals++;
      offer(problem, archive, child);
    }
  }
  survive(state, 2 * size);
  state.gen++;
  return state;
}

/** Binary tournaments over two shuffles of the population: parents(k) is the winner of places k and k+1 (k even). */
function pairing(state: EvolveState): (k: number) => number {
  const { rng } = state;
  const size = state.preset.population_size;
  const draw: number[] = [];
  for (let round = 0; round < 2; round++) {
    const order = Array.from({ length: size }, (_, i) => i);
    draw.push(...rng.shuffle(order));
  }
  return (k) => {
    const a = draw[k % draw.length] as number;
    const b = draw[(k + 1) % draw.length] as number;
    const [one, other] = [state.members[a] as Individual, state.members[b] as Individual];
    return rng.uniform() < state.focus ? worthier(one, other, a, b) : winner(one, other, a, b);
  };
}

function worthier(a: Individual, b: Individual, i: number, j: number): number {
  if (a.worth !== b.worth) return a.worth < b.worth ? i : j;
  return Math.min(i, j);
}

function winner(a: Individual, b: Individual, i: number, j: number): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? i : j;
  if (a.crowding !== b.crowding) return a.crowding > b.crowding ? i : j;
  return Math.min(i, j);
}

/** Moves the survivors of the first `count` members to the first half. */
function survive(state: EvolveState, count: number): void {
  const { members, objectives, violation, order, work } = state;
  const size = state.preset.population_size;
  for (let i = 0; i < count; i++) objectives.set((members[i] as Individual).objectives, i * OBJECTIVE_COUNT);
  const kept = surviveByRankAndCrowding(objectives, violation, count, OBJECTIVE_COUNT, size, work);
  order.set(kept.chosen);
  const next = order.subarray(0, kept.chosen.length).sort();
  // Ascending order: each swap moves a survivor forward and never displaces one that is still to come.
  next.forEach((from, to) => {
    const survivor = members[from] as Individual;
    survivor.rank = kept.rank[from] as number;
    survivor.crowding = f64(kept.crowding, from);
    members[from] = members[to] as Individual;
    members[to] = survivor;
  });
}

/** The living, first to last. */
export function population(state: EvolveState): readonly Individual[] {
  return state.members.slice(0, state.preset.population_size);
}

/** A migrant from another island takes the place of the worst-ranked, most crowded individual. */
export function immigrate(state: EvolveState, migrants: readonly Individual[]): void {
  const size = state.preset.population_size;
  const byWorst = Array.from({ length: size }, (_, i) => i).sort((i, j) => {
    const a = state.members[i] as Individual;
    const b = state.members[j] as Individual;
    return b.rank - a.rank || a.crowding - b.crowding || j - i;
  });
  migrants.forEach((migrant, k) => {
    const place = byWorst[k];
    if (place === undefined) return;
    copyIndividual(migrant, state.members[place] as Individual);
    offer(state.problem, state.archive, migrant);
  });
  survive(state, size);
}
