import { z } from 'zod';
import { type Evaluation, evaluateSheet, newEvaluation } from '../evolve/objective.ts';
import type { EvolveProblem } from '../evolve/problem.ts';
import { repairToLimits } from '../evolve/repair-to-limits.ts';
import { newSheet, type Sheet } from '../evolve/sheet.ts';
import { FAMILIES } from '../ingredient/family.ts';
import { f64, i16, i32 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import { ACTION, ACTION_SIZE, HORIZON, OBSERVATION, OBSERVATION_SIZE } from './layout.ts';
import type { FormulaScore } from './refine.ts';
import { RngStateSchema } from './rng-state.ts';
import type { VectorEnvironment, VectorStep } from './vector-environment.ts';

const F = FAMILIES.length;
const PUSH = 1;
const SHARPEN = 0.25;
const START_SPREAD = 1;
/** Log-weight of materials that a given starting formula does not hold: far behind, within reach of a few edits. */
const ABSENT = -3;
/** Shares are small numbers; the network likes them near one. */
const SHARE_SCALE = 4;

/** One brief to edit formulas for, and what a formula is worth on it. */
export interface EditTask {
  readonly problem: EvolveProblem;
  readonly score: FormulaScore;
  /** Formulas that half of the episodes start from (elites, a designer's current formula); the others start at random. */
  readonly starts?: readonly Sheet[];
}

const EditState = z.strictObject({ rng: RngStateSchema });

/**
 * Editing formulas as a game of six moves: each move pushes all materials along odour families, notes and cheapness, and the repair
 * makes the result admissible; the reward is what the move added to the score. The size of an action does not depend on the palette.
 * All episodes run in step, so a state exists between episodes alone.
 */
export class EditEnvironment implements VectorEnvironment {
  readonly envs: number;
  readonly observationSize = OBSERVATION_SIZE;
  readonly actionSize = ACTION_SIZE;
  readonly observations: Float32Array;
  readonly #tasks: readonly EditTask[];
  readonly #cheapness: ReadonlyMap<EvolveProblem, Float64Array>;
  readonly #usual: ReadonlyMap<EvolveProblem, Float64Array>;
  readonly #taskOf: Int32Array;
  readonly #logits: Float64Array[];
  readonly #sheets: Sheet[];
  readonly #scores: Float64Array;
  readonly #evaluation: Evaluation = newEvaluation();
  readonly #step: VectorStep;
  #rng: Rng;
  #begun: z.infer<typeof RngStateSchema>;
  #clock = 0;

  /** `firstTasks`: task of each environment, for evaluation; drawn anew each episode when absent. */
  constructor(tasks: readonly EditTask[], envs: number, seed: number, firstTasks?: readonly number[]) {
    this.#tasks = tasks;
    this.envs = envs;
    const most = Math.max(...tasks.map(({ problem }) => problem.n));
    this.observations = new Float32Array(envs * OBSERVATION_SIZE);
    this.#taskOf = new Int32Array(envs);
    this.#logits = Array.from({ length: envs }, () => new Float64Array(most));
    this.#sheets = Array.from({ length: envs }, newSheet);
    this.#scores = new Float64Array(envs);
    this.#cheapness = new Map(tasks.map(({ problem }) => [problem, cheapnessOf(problem)]));
    this.#usual = new Map(tasks.map(({ problem }) => [problem, usualDoseOf(problem)]));
    this.#step = {
      rewards: new Float64Array(envs),
      dones: new Uint8Array(envs),
      truncations: new Uint8Array(envs),
      finalObservations: new Float32Array(0),
    };
    this.#rng = Rng.fromSeed(seed);
    this.#begun = this.#rng.state();
    this.#begin(firstTasks);
  }

  /** Formula of environment e as it stands. */
  sheet(e: number): Sheet {
    return this.#sheets[e] as Sheet;
  }

  score(e: number): number {
    return f64(this.#scores, e);
  }

  step(actions: Float32Array): VectorStep {
    this.edit(actions);
    if (this.#clock === HORIZON) {
      this.#begun = this.#rng.state();
      this.#begin();
    }
    return this.#step;
  }

  /** One move of every environment without beginning the next episode after the last. */
  edit(actions: Float32Array): VectorStep {
    this.#clock++;
    const over = this.#clock === HORIZON ? 1 : 0;
    for (let e = 0; e < this.envs; e++) {
      const { problem } = this.#task(e);
      this.#push(problem, this.#logits[e] as Float64Array, actions, e * ACTION_SIZE);
      const before = f64(this.#scores, e);
      this.#look(e);
      this.#step.rewards[e] = f64(this.#scores, e) - before;
      this.#step.dones[e] = over;
    }
    return this.#step;
  }

  state(): z.infer<typeof EditState> {
    if (this.#clock !== 0) throw new Error('an edit environment can be kept between episodes alone');
    return { rng: this.#begun };
  }

  restore(state: unknown): void {
    const { rng } = EditState.parse(state);
    this.#rng = Rng.fromState(rng);
    this.#begun = rng;
    this.#begin();
  }

  #task(e: number): EditTask {
    return this.#tasks[i32(this.#taskOf, e)] as EditTask;
  }

  #begin(tasks?: readonly number[]): void {
    this.#clock = 0;
    for (let e = 0; e < this.envs; e++) {
      this.#taskOf[e] = tasks?.[e] ?? this.#rng.int(this.#tasks.length);
      const { problem, starts = [] } = this.#task(e);
      const logits = this.#logits[e] as Float64Array;
      const start = starts.length > 0 && this.#rng.uniform() < 0.5 ? starts[this.#rng.int(starts.length)] : undefined;
      for (let i = 0; i < problem.n; i++) logits[i] = start ? ABSENT + 0.5 * this.#rng.normal() : START_SPREAD * this.#rng.normal();
      if (start) {
        const usual = this.#usual.get(problem) as Float64Array;
        for (let k = 0; k < start.count; k++) {
          const i = i16(start.index, k);
          logits[i] = Math.log(f64(start.pct, k) / f64(usual, i)) + 1;
        }
      }
      this.#look(e);
    }
  }

  /** ℓ ← ℓ·exp(0.25·sharpness) + 0.7·⟨attributes, push⟩ for every material. */
  #push(problem: EvolveProblem, logits: Float64Array, actions: Float32Array, at: number): void {
    const { familyStart, familyIndex, familyShare, note, n } = problem;
    const cheapness = this.#cheapness.get(problem) as Float64Array;
    const sharpen = Math.exp(SHARPEN * Math.max(-4, Math.min(4, actions[at + ACTION.sharpness] as number)));
    const towardsCheap = actions[at + ACTION.cheapness] as number;
    for (let i = 0; i < n; i++) {
      let push = (actions[at + ACTION.notes + i32(note, i)] as number) + f64(cheapness, i) * towardsCheap;
      const end = i32(familyStart, i + 1);
      for (let k = i32(familyStart, i); k < end; k++) push += f64(familyShare, k) * (actions[at + i32(familyIndex, k)] as number);
      logits[i] = f64(logits, i) * sharpen + PUSH * push;
    }
  }

  /** Makes the formula that the logits stand for, judges it and writes the observation. */
  #look(e: number): void {
    const { problem, score } = this.#task(e);
    const sheet = this.#sheets[e] as Sheet;
    strongest(this.#logits[e] as Float64Array, problem, this.#usual.get(problem) as Float64Array, sheet);
    const kept = repairToLimits(problem.limits, sheet, null);
    evaluateSheet(problem, sheet, this.#evaluation);
    this.#scores[e] = score(sheet, this.#evaluation);
    this.#observe(e, problem, kept);
  }

  #observe(e: number, problem: EvolveProblem, kept: boolean): void {
    const { target, limits, quietest, loudest, krwPerUsd } = problem;
    const { profile, noteShare, effectiveLines, intensity, objectives } = this.#evaluation;
    const o = this.observations;
    const at = e * OBSERVATION_SIZE;
    for (let f = 0; f < F; f++) {
      const wanted = f64(target.share, f);
      const share = f64(profile, f);
      o[at + f] = SHARE_SCALE * wanted;
      o[at + OBSERVATION.profile + f] = SHARE_SCALE * share;
      o[at + OBSERVATION.difference + f] = SHARE_SCALE * (wanted - share);
    }
    for (let n = 0; n < 3; n++) o[at + OBSERVATION.notes + n] = f64(noteShare, n);
    o[at + OBSERVATION.effectiveNumber] = effectiveLines / target.effectiveLines - 1;
    o[at + OBSERVATION.intensity] = (intensity - quietest) / (loudest - quietest) - target.intensity;
    o[at + OBSERVATION.cost] = f64(objectives, 1);
    o[at + OBSERVATION.budget] = limits.budget === Number.POSITIVE_INFINITY ? 1 : limits.budget / (limits.budget + 60 * krwPerUsd);
    o[at + OBSERVATION.longevity] = target.longevityH / 12;
    o[at + OBSERVATION.curveMismatch] = f64(objectives, 2);
    o[at + OBSERVATION.violation] = kept ? 0 : 1;
    o[at + OBSERVATION.step] = this.#clock / HORIZON;
  }
}

/** Steps of height that `strongest` sorts logits into: fine enough that few share the step where the choice ends. */
const STEPS = 256;
const onStep = new Int32Array(STEPS + 1);
let stepOf = new Int32Array(512);
let rivals = new Int16Array(512);

/**
 * The materials with the largest logits, as many as the problem allows, at their usual dose × e^logit, in palette order. Counting by
 * steps of height and then comparing on the last step alone takes a third of a heap's time over some 300 materials.
 */
function strongest(logits: Float64Array, { n, limits }: EvolveProblem, usual: Float64Array, sheet: Sheet): void {
  const { maxLines, minLines, forced, groups } = limits;
  // Room for what the repair must add, so that it need not take out what was chosen here.
  const most = Math.max(minLines, maxLines - forced.length - groups.length);
  if (stepOf.length < n) {
    stepOf = new Int32Array(2 * n);
    rivals = new Int16Array(2 * n);
  }
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    lowest = Math.min(lowest, f64(logits, i));
    highest = Math.max(highest, f64(logits, i));
  }
  const perUnit = (STEPS - 1) / (highest - lowest);
  onStep.fill(0);
  for (let i = 0; i < n; i++) {
    const step = ((f64(logits, i) - lowest) * perUnit) | 0;
    stepOf[i] = step;
    onStep[step] = i32(onStep, step) + 1;
  }
  let last = STEPS - 1;
  let above = 0;
  while (last > 0 && above + i32(onStep, last) < most) above += i32(onStep, last--);
  liftStrongest(logits, n, last, most - above);
  sheet.count = 0;
  for (let i = 0; i < n; i++) {
    if (i32(stepOf, i) <= last) continue;
    sheet.index[sheet.count] = i;
    sheet.pct[sheet.count++] = f64(usual, i) * Math.exp(f64(logits, i) - highest);
  }
}

/** Lifts the `wanted` largest logits of one step above all steps; of equals the first. */
function liftStrongest(logits: Float64Array, n: number, step: number, wanted: number): void {
  let count = 0;
  for (let i = 0; i < n; i++) if (i32(stepOf, i) === step) rivals[count++] = i;
  for (let place = 0; place < Math.min(wanted, count); place++) {
    let best = place;
    for (let k = place + 1; k < count; k++) if (f64(logits, i16(rivals, k)) > f64(logits, i16(rivals, best))) best = k;
    const chosen = i16(rivals, best);
    // Those passed over keep their order.
    for (let k = best; k > place; k--) rivals[k] = i16(rivals, k - 1);
    rivals[place] = chosen;
    stepOf[chosen] = STEPS;
  }
}

function usualDoseOf({ limits, n }: EvolveProblem): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(f64(limits.minPct, i) * f64(limits.capPct, i)));
}

/** Minus log price, centred and scaled over the palette. */
function cheapnessOf({ limits, n }: EvolveProblem): Float64Array {
  const logs = Float64Array.from({ length: n }, (_, i) => Math.log10(Math.max(f64(limits.price, i), 1)));
  const mean = logs.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n) || 1;
  return logs.map((value) => (mean - value) / spread);
}
