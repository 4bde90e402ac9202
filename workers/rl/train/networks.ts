import type { InferenceSession } from 'onnxruntime-node';
import { type NetworkShape, slotsOf } from './onnx/network.ts';
import { buildActGraph } from './onnx/policy-graph.ts';
import { floatsOf, openSession, type Provider, tensor } from './onnx/session.ts';
import { buildUpdateGraph, UPDATE_STATS } from './onnx/update-graph.ts';

export interface Minibatch {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly oldLogProbs: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
  readonly referenceMean: Float32Array;
}

export interface Weights {
  theta: Float32Array;
  adamM: Float32Array;
  adamV: Float32Array;
}

export interface UpdateKnobs {
  readonly learningRate: number;
  /** Optimiser updates done before this one. */
  readonly updates: number;
  readonly clip: number;
  readonly entropyCoef: number;
  readonly valueCoef: number;
  readonly klCoef: number;
  readonly maxGradNorm: number;
  readonly referenceLogStd: Float32Array;
}

export type UpdateStats = Readonly<Record<(typeof UPDATE_STATS)[number], number>>;

const ADAM_EPSILON = 1e-5;

/** The two graphs of a training, open on one provider. */
export class Networks {
  readonly shape: NetworkShape;
  readonly provider: Provider;
  readonly #act: InferenceSession;
  readonly #update: InferenceSession;
  readonly #batch: number;

  private constructor(shape: NetworkShape, provider: Provider, act: InferenceSession, update: InferenceSession, batch: number) {
    this.shape = shape;
    this.provider = provider;
    this.#act = act;
    this.#update = update;
    this.#batch = batch;
  }

  static async open(shape: NetworkShape, batch: number, logStdFloor: number, wanted: Provider = 'cpu'): Promise<Networks> {
    const act = await openSession(buildActGraph(shape), wanted);
    const update = await openSession(buildUpdateGraph(shape, batch, logStdFloor), act.provider);
    return new Networks(shape, act.provider, act.session, update.session, batch);
  }

  /** Means (or logits) [rows × A] and values [rows] for a batch of observations. */
  async act(theta: Float32Array, observations: Float32Array): Promise<{ mean: Float32Array; value: Float32Array }> {
    const rows = observations.length / this.shape.observationSize;
    const out = await this.#act.run({
      theta: tensor(theta, [theta.length]),
      observations: tensor(observations, [rows, this.shape.observationSize]),
    });
    return { mean: floatsOf(out, 'mean'), value: floatsOf(out, 'value') };
  }

  /** One optimiser update; the weights given are left as they were. */
  async update(weights: Weights, batch: Minibatch, knobs: UpdateKnobs): Promise<{ weights: Weights; stats: UpdateStats }> {
    const size = weights.theta.length;
    const { observationSize, actionSize } = this.shape;
    const column = (values: Float32Array) => tensor(values, [this.#batch, 1]);
    const t = knobs.updates + 1;
    const correction = Math.sqrt(1 - 0.999 ** t);
    const stepSize = (knobs.learningRate * correction) / (1 - 0.9 ** t);
    const { clip, entropyCoef, valueCoef, klCoef, maxGradNorm } = knobs;
    const reference =
      this.shape.kind === 'gaussian'
        ? {
            reference_mean: tensor(batch.referenceMean, [this.#batch, actionSize]),
            reference_log_std: tensor(knobs.referenceLogStd, [1, actionSize]),
          }
        : {};
    const out = await this.#update.run({
      theta: tensor(weights.theta, [size]),
      adam_m: tensor(weights.adamM, [size]),
      adam_v: tensor(weights.adamV, [size]),
      observations: tensor(batch.observations, [this.#batch, observationSize]),
      actions: tensor(batch.actions, [this.#batch, actionSize]),
      old_log_probs: column(batch.oldLogProbs),
      advantages: column(batch.advantages),
      returns: column(batch.returns),
      ...reference,
      knobs: tensor(Float32Array.of(stepSize, ADAM_EPSILON * correction, clip, entropyCoef, valueCoef, klCoef, maxGradNorm), [7]),
    });
    const values = floatsOf(out, 'stats');
    return {
      weights: { theta: floatsOf(out, 'theta_next'), adamM: floatsOf(out, 'adam_m_next'), adamV: floatsOf(out, 'adam_v_next') },
      stats: Object.fromEntries(UPDATE_STATS.map((name, i) => [name, values[i] as number])) as UpdateStats,
    };
  }

  async close(): Promise<void> {
    await this.#act.release();
    await this.#update.release();
  }
}

export function freshMoments(theta: Float32Array): Weights {
  return { theta, adamM: new Float32Array(theta.length), adamV: new Float32Array(theta.length) };
}

export function logStdOf(shape: NetworkShape, theta: Float32Array): Float32Array {
  return theta.slice(slotsOf(shape).logStdOffset);
}
