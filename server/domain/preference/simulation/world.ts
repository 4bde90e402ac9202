import { evaluateSheet, newEvaluation } from '../../evolve/objective.ts';
import { buildProblem, type EvolveProblem } from '../../evolve/problem.ts';
import type { Sheet } from '../../evolve/sheet.ts';
import type { Catalogue } from '../../ingredient/catalogue.ts';
import { FAMILIES } from '../../ingredient/family.ts';
import { Rng } from '../../math/rng.ts';
import { refine } from '../../policy/refine.ts';
import { briefScoreOf } from '../facts.ts';
import { randomReading } from './briefs.ts';
import { type PerfumerOptions, SimulatedPerfumer, USUAL_PERFUMER } from './perfumer.ts';

const F = FAMILIES.length;

/** Mean lead of the best attainable formula over the brief's own, in stars: how a world's utilities are scaled. */
const ORACLE_LEAD = 2.2;

/** Briefs with their problems, shared by all worlds of one proof. */
export interface Briefs {
  readonly training: readonly EvolveProblem[];
  readonly unseen: readonly EvolveProblem[];
  readonly materials: readonly string[];
}

export function makeBriefs(catalogue: Catalogue, training: number, unseen: number, seed: number): Briefs {
  const rng = Rng.fromSeed(seed);
  const make = (): EvolveProblem =>
    buildProblem(catalogue, randomReading(rng), { dosePct: 18, category: '4', market: 'ifra', krwPerUsd: 1400 });
  return {
    training: Array.from({ length: training }, make),
    unseen: Array.from({ length: unseen }, make),
    materials: catalogue.materials.flatMap(({ kind, id }) => (kind === 'solvent' ? [] : [id])),
  };
}

/** What evolution reaches on one unseen brief without ratings, and what it would reach knowing the taste. */
export interface Yardstick {
  readonly brief: number;
  readonly oracle: number;
}

export interface World {
  readonly seed: number;
  readonly briefs: Briefs;
  readonly perfumers: readonly SimulatedPerfumer[];
  /** Per unseen brief, of the first perfumer. */
  readonly yardsticks: readonly Yardstick[];
}

export interface WorldOptions {
  readonly perfumers?: number;
  readonly taste?: PerfumerOptions;
  /** Evaluations of the two yardsticks per brief. */
  readonly evals?: number;
}

/** A world of perfumers who share a language and differ in taste, scaled so that brief-only evolution earns three stars on average. */
export function makeWorld(briefs: Briefs, seed: number, { perfumers = 1, taste = USUAL_PERFUMER, evals = 3000 }: WorldOptions = {}): World {
  const rng = Rng.fromSeed(seed);
  // The same generator state for every perfumer: shared matrix, taste and synergies; the personal part differs.
  const people = Array.from(
    { length: perfumers },
    (_, i) => new SimulatedPerfumer(rng.fork(0), rng.fork(100 + i), briefs.materials, taste),
  );
  const yardsticks = people.map((perfumer) => {
    const measured = briefs.unseen.map((problem, b) => measureYardstick(problem, perfumer, evals, yardstickRng(seed, b)));
    const zero = mean(measured.map(({ brief }) => brief));
    const spread = mean(measured.map(({ brief, oracle }) => oracle - brief)) / ORACLE_LEAD;
    perfumer.calibrate(zero, spread);
    return measured.map(({ brief, oracle }) => ({ brief: (brief - zero) / spread, oracle: (oracle - zero) / spread }));
  });
  return { seed, briefs, perfumers: people, yardsticks: yardsticks[0] ?? [] };
}

/** Draws of the brief-only evolution of unseen brief b in a world. */
export function yardstickRng(world: number, b: number): Rng {
  return Rng.fromSeed(world).fork(1000 + b);
}

function measureYardstick(problem: EvolveProblem, perfumer: SimulatedPerfumer, evals: number, rng: Rng): Yardstick {
  const byBrief = refine(problem, (_sheet, evaluation) => briefScoreOf(evaluation), { evals, population: 50, rng });
  const byTaste = refine(problem, (sheet, evaluation) => perfumer.utility(problem, sheet, evaluation), { evals, population: 50, rng });
  return { brief: utilityOf(perfumer, problem, byBrief[0]?.sheet), oracle: byTaste[0]?.score ?? 0 };
}

export function utilityOf(perfumer: SimulatedPerfumer, problem: EvolveProblem, sheet: Sheet | undefined): number {
  if (!sheet) throw new Error('an evolution gave no formula');
  const evaluation = newEvaluation();
  evaluateSheet(problem, sheet, evaluation);
  return perfumer.utility(problem, sheet, evaluation);
}

/** Formulas a designer might meet on one brief: evolved for the brief and a passing fancy, some well, some hastily. */
export function variedFormulas(problem: EvolveProblem, count: number, rng: Rng): Sheet[] {
  return Array.from({ length: count }, () => {
    const fancy = Float64Array.from({ length: F }, () => 2.5 * rng.normal());
    const score = (_sheet: Sheet, evaluation: { profile: Float64Array } & Parameters<typeof briefScoreOf>[0]): number => {
      let sum = briefScoreOf(evaluation);
      for (let f = 0; f < F; f++) sum += (fancy[f] as number) * (evaluation.profile[f] as number);
      return sum;
    };
    return refine(problem, score, { evals: 400 + rng.int(800), population: 30, rng })[0]?.sheet as Sheet;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
