import { type NetworkShape, slotsOf } from './network.ts';

/**
 * The update's losses and gradients in plain 64-bit TypeScript, loop by loop: the truth that the graph and finite differences are
 * checked against. Used by tests alone.
 */
export interface PlainBatch {
  readonly observations: readonly (readonly number[])[];
  readonly actions: readonly (readonly number[])[];
  readonly oldLogProbs: readonly number[];
  readonly advantages: readonly number[];
  readonly returns: readonly number[];
  readonly referenceMean: readonly (readonly number[])[];
  readonly referenceLogStd: readonly number[];
}

export interface PlainKnobs {
  readonly clip: number;
  readonly entropyCoef: number;
  readonly valueCoef: number;
  readonly klCoef: number;
}

interface Layer {
  readonly w: number;
  readonly b: number;
  readonly rows: number;
  readonly columns: number;
}

export function plainForward(shape: NetworkShape, theta: Float64Array, head: 'policy' | 'value', x: readonly number[]): number[][] {
  const activations: number[][] = [[...x]];
  layers(shape, head).forEach(({ w, b, rows, columns }, index) => {
    const input = activations.at(-1) as number[];
    const out = Array.from({ length: columns }, (_, c) => {
      let sum = theta[b + c] as number;
      for (let r = 0; r < rows; r++) sum += (input[r] as number) * (theta[w + r * columns + c] as number);
      return index < 2 ? Math.tanh(sum) : sum;
    });
    activations.push(out);
  });
  return activations;
}

/** Total loss and its gradient with respect to every weight. */
export function plainLoss(
  shape: NetworkShape,
  theta: Float64Array,
  batch: PlainBatch,
  knobs: PlainKnobs,
): { loss: number; gradient: Float64Array } {
  const n = batch.returns.length;
  const gradient = new Float64Array(theta.length);
  const advantages = standardise(batch.advantages);
  const { logStdOffset } = slotsOf(shape);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const x = batch.observations[i] as readonly number[];
    const action = batch.actions[i] as readonly number[];
    const policy = plainForward(shape, theta, 'policy', x);
    const out = policy[3] as number[];
    const gradOut = new Array<number>(shape.actionSize).fill(0);
    let logProb = 0;
    const dLogProb = new Array<number>(shape.actionSize).fill(0);
    const dLogProbLogStd = new Array<number>(shape.actionSize).fill(0);
    if (shape.kind === 'gaussian') {
      for (let j = 0; j < shape.actionSize; j++) {
        const s = theta[logStdOffset + j] as number;
        const z = ((action[j] as number) - (out[j] as number)) / Math.exp(s);
        logProb += -0.5 * z * z - s - 0.5 * Math.log(2 * Math.PI);
        dLogProb[j] = z / Math.exp(s);
        dLogProbLogStd[j] = z * z - 1;
        const sRef = batch.referenceLogStd[j] as number;
        const shift = (out[j] as number) - (batch.referenceMean[i]?.[j] as number);
        const kl = sRef - s + (Math.exp(2 * s) + shift * shift) / (2 * Math.exp(2 * sRef)) - 0.5;
        loss += (knobs.klCoef * kl) / n - (knobs.entropyCoef * (s + 0.5 * (1 + Math.log(2 * Math.PI)))) / n;
        gradOut[j] = (knobs.klCoef * shift) / Math.exp(2 * sRef) / n;
        const fromKl = knobs.klCoef * (Math.exp(2 * (s - sRef)) - 1);
        gradient[logStdOffset + j] = (gradient[logStdOffset + j] as number) + (fromKl - knobs.entropyCoef) / n;
      }
    } else {
      const top = Math.max(...out);
      const logSum = top + Math.log(out.reduce((sum, value) => sum + Math.exp(value - top), 0));
      const logP = out.map((value) => value - logSum);
      const entropy = -logP.reduce((sum, value) => sum + Math.exp(value) * value, 0);
      loss -= (knobs.entropyCoef * entropy) / n;
      logP.forEach((value, j) => {
        logProb += value * (action[j] as number);
        dLogProb[j] = (action[j] as number) - Math.exp(value);
        gradOut[j] = (knobs.entropyCoef * Math.exp(value) * (value + entropy)) / n;
      });
    }
    const ratio = Math.exp(logProb - (batch.oldLogProbs[i] as number));
    const advantage = advantages[i] as number;
    const clipped = Math.min(Math.max(ratio, 1 - knobs.clip), 1 + knobs.clip) * advantage;
    loss -= Math.min(ratio * advantage, clipped) / n;
    const gradLogProb = ratio * advantage > clipped ? 0 : (-ratio * advantage) / n;
    dLogProb.forEach((d, j) => {
      gradOut[j] = (gradOut[j] as number) + gradLogProb * d;
    });
    if (shape.kind === 'gaussian') {
      dLogProbLogStd.forEach((d, j) => {
        gradient[logStdOffset + j] = (gradient[logStdOffset + j] as number) + gradLogProb * d;
      });
    }
    plainBackward(shape, theta, 'policy', policy, gradOut, gradient);

    const value = plainForward(shape, theta, 'value', x);
    const error = (value[3]?.[0] as number) - (batch.returns[i] as number);
    loss += (knobs.valueCoef * error * error) / n;
    plainBackward(shape, theta, 'value', value, [(2 * knobs.valueCoef * error) / n], gradient);
  }
  return { loss, gradient };
}

function plainBackward(
  shape: NetworkShape,
  theta: Float64Array,
  head: 'policy' | 'value',
  activations: readonly (readonly number[])[],
  gradOut: readonly number[],
  gradient: Float64Array,
): void {
  let upstream = [...gradOut];
  for (let index = 2; index >= 0; index--) {
    const { w, b, rows, columns } = layers(shape, head)[index] as Layer;
    const input = activations[index] as readonly number[];
    const next = new Array<number>(rows).fill(0);
    for (let c = 0; c < columns; c++) {
      const d = upstream[c] as number;
      gradient[b + c] = (gradient[b + c] as number) + d;
      for (let r = 0; r < rows; r++) {
        const at = w + r * columns + c;
        gradient[at] = (gradient[at] as number) + d * (input[r] as number);
        next[r] = (next[r] as number) + d * (theta[at] as number);
      }
    }
    upstream = index === 0 ? next : next.map((value, r) => value * (1 - (input[r] as number) ** 2));
  }
}

function layers(shape: NetworkShape, head: 'policy' | 'value'): Layer[] {
  const { slots } = slotsOf(shape);
  return [1, 2, 3].map((index) => {
    const weights = slots.find((slot) => slot.name === `${head}.w${index}`);
    const bias = slots.find((slot) => slot.name === `${head}.b${index}`);
    if (!weights || !bias) throw new Error(`no layer ${head} ${index}`);
    return { w: weights.offset, b: bias.offset, rows: weights.rows, columns: weights.columns };
  });
}

function standardise(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return values.map((value) => (value - mean) / (Math.sqrt(variance) + 1e-8));
}
