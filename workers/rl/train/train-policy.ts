import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProblem, type EvolveProblem } from '#domain/evolve/problem.ts';
import { Rng } from '#domain/math/rng.ts';
import { EditEnvironment, type EditTask } from '#domain/policy/edit-environment.ts';
import type { VectorEnvironment, VectorStep } from '#domain/policy/vector-environment.ts';
import { tasteOf } from '#domain/preference/model.ts';
import { randomReading } from '#domain/preference/simulation/briefs.ts';
import { gatedScore } from '#domain/preference/use-taste.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { CheckpointStore, writeWhole } from './checkpoint-store.ts';
import { Networks } from './networks.ts';
import { configHashOf, readPolicyFile, writePolicyFile } from './policy-file.ts';
import { ppoConfigOf } from './rl-config.ts';
import { type IterationResult, type IterationStats, PpoTrainer, type TrainerState } from './trainer.ts';
import type { TrainingFaults, TrainingOrder, TrainingReport, TrainingSummary } from './training-messages.ts';

/** Varied briefs that a training without briefs of its own uses. */
const OWN_BRIEFS = 32;

/** Posterior draws that caution is judged by in training: a rougher spread for a third of the time. */
const TRAINING_DRAWS = 12;

/** The policy that knows briefs and no ratings, shipped with the studio. */
export const SHIPPED_REFERENCE = decodeURIComponent(new URL('../artefacts/reference-policy.onnx', import.meta.url).pathname);

/** Problems are dear to build; a lane that trains again on the same briefs hands them in. */
export function trainingProblems(order: Pick<TrainingOrder, 'catalogue' | 'briefs' | 'seed'>): EvolveProblem[] {
  const catalogue = order.catalogue ?? readSeedCatalogue();
  if (order.briefs.length > 0) return order.briefs.map(({ reading, options }) => buildProblem(catalogue, reading, options));
  const rng = Rng.fromSeed(order.seed ^ 0xb1ef);
  const options = { dosePct: 18, category: '4', market: 'all', krwPerUsd: 1400 } as const;
  return Array.from({ length: OWN_BRIEFS }, () => buildProblem(catalogue, randomReading(rng), options));
}

/**
 * One whole training: iterate, report, keep checkpoints, roll back, end. `stopAsked` is looked at after every iteration.
 * Given the same order (and files) it writes the same bytes; resumed from any checkpoint it ends with the bytes of an uninterrupted run.
 */
export async function trainPolicy(
  order: TrainingOrder,
  report: (report: TrainingReport) => void,
  stopAsked: () => boolean,
  problems: readonly EvolveProblem[] = trainingProblems(order),
): Promise<TrainingSummary> {
  const started = performance.now();
  const { envs, ppo } = ppoConfigOf(order.config, order.kind);
  const configHash = configHashOf({ envs, ppo, seed: order.seed, designer: order.designer });
  const full = order.model ? tasteOf(order.model, order.designer) : null;
  const taste = full && { ...full, samples: full.samples.slice(0, TRAINING_DRAWS) };
  const tasks: EditTask[] = problems.map((problem) => ({
    problem,
    score: taste
      ? gatedScore(problem, taste, 1)
      : gatedScore(problem, { mean: { shared: new Float64Array(), personal: null }, samples: [], materials: [] }, 0),
  }));
  const environment = new FaultyEnvironment(new EditEnvironment(tasks, envs, order.seed), order.faults);
  const networks = await Networks.open(ppo.network, ppo.minibatch, ppo.logStdFloor, order.provider);
  const store = new CheckpointStore(order.directory, order.config.checkpoint.keep);
  const resumeFrom = order.resume ? resumable(store, configHash, report) : null;
  const reference = order.kind === 'reference' ? null : readPolicyFile(readFileSync(order.referencePath ?? SHIPPED_REFERENCE)).theta;
  const trainer = new PpoTrainer({
    networks,
    env: environment,
    config: ppo,
    seed: order.seed,
    ...(reference ? { theta: reference, reference } : {}),
    ...(resumeFrom ? { resumeFrom } : {}),
  });

  let lastKept = trainer.state.updates;
  let last: IterationStats | null = null;
  let status: TrainingSummary['status'] = 'done';
  while (!trainer.finished) {
    environment.iteration = trainer.state.iteration + 1;
    trainer.learningRateFault = environment.learningRateFactor;
    const bestBefore = trainer.state.bestReward;
    const result: IterationResult = await trainer.iterate();
    last = result.stats;
    report({ type: 'iteration', stats: result.stats });
    if (result.kind !== 'advanced') {
      environment.faultsSpent = true;
      report({ type: 'rollback', rollback: result.rollback });
      if (result.kind === 'unstable') {
        status = 'unstable';
        break;
      }
    }
    const { state } = trainer;
    if (state.updates - lastKept >= order.config.checkpoint.save_interval || trainer.finished) {
      lastKept = state.updates;
      const best = (state.bestReward ?? 0) > (bestBefore ?? Number.NEGATIVE_INFINITY);
      await keep(store, ppo.network, state, configHash, best, report);
    }
    if (stopAsked()) {
      status = 'stopped';
      break;
    }
  }
  const { state } = trainer;
  const policyPath = join(order.directory, 'policy.onnx');
  await writeWhole(policyPath, writePolicyFile(ppo.network, state.weights.theta, state, configHash));
  await networks.close();
  const summary: TrainingSummary = {
    status,
    policyPath,
    provider: networks.provider,
    iterations: state.iteration,
    seconds: (performance.now() - started) / 1000,
    steps: state.steps,
    checkpoint: { best_reward: state.bestReward, rollback_count: state.rollbackCount },
    last,
  };
  report({ type: 'end', summary });
  return summary;
}

/** A full disk costs a checkpoint, not the training. */
async function keep(
  store: CheckpointStore,
  shape: Parameters<typeof writePolicyFile>[0],
  state: TrainerState,
  configHash: string,
  best: boolean,
  report: (report: TrainingReport) => void,
): Promise<void> {
  const bytes = writePolicyFile(shape, state.weights.theta, state, configHash);
  try {
    const path = await store.write(state.iteration, bytes, best);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const meanReward = state.episodes.recent.reduce((sum, value) => sum + value, 0) / Math.max(state.episodes.recent.length, 1);
    report({ type: 'checkpoint', checkpoint: { iteration: state.iteration, updates: state.updates, path, sha256, best, meanReward } });
  } catch (error) {
    report({ type: 'checkpoint_failed', iteration: state.iteration, message: error instanceof Error ? error.message : String(error) });
  }
}

function resumable(store: CheckpointStore, configHash: string, report: (report: TrainingReport) => void): TrainerState | null {
  const { file, path, refused } = store.latest();
  for (const message of refused) report({ type: 'remark', message: `checkpoint passed over: ${message}` });
  if (!file?.training) return null;
  if (file.configHash !== configHash) {
    report({ type: 'remark', message: `${path} belongs to another configuration: starting anew` });
    return null;
  }
  report({ type: 'remark', message: `continuing ${path}` });
  return file.training;
}

/** The environment with the faults that a proof asks for; without any it passes everything through. */
class FaultyEnvironment implements VectorEnvironment {
  readonly #inner: EditEnvironment;
  readonly #faults: TrainingFaults;
  iteration = 1;
  /** A fault strikes once; the repeated iteration is clean. */
  faultsSpent = false;

  constructor(inner: EditEnvironment, faults: TrainingFaults = {}) {
    this.#inner = inner;
    this.#faults = faults;
  }

  get envs(): number {
    return this.#inner.envs;
  }
  get observationSize(): number {
    return this.#inner.observationSize;
  }
  get actionSize(): number {
    return this.#inner.actionSize;
  }
  get observations(): Float32Array {
    return this.#inner.observations;
  }

  get learningRateFactor(): number {
    const fault = this.#faults.learningRate;
    return fault && !this.faultsSpent && fault.iteration === this.iteration ? fault.factor : 1;
  }

  step(actions: Float32Array): VectorStep {
    const step = this.#inner.step(actions);
    if (!this.faultsSpent && this.#faults.nanReward?.iteration === this.iteration) step.rewards[0] = Number.NaN;
    return step;
  }

  state(): unknown {
    return this.#inner.state();
  }

  restore(state: unknown): void {
    this.#inner.restore(state);
  }
}
