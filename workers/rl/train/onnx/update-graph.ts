import { ModelWriter } from './model-file.ts';
import { backward, forward, type NetworkShape, sliceHead, sliceSlot, slotsOf } from './network.ts';

/** Scalars of one update, in the order of the graph's `stats` output. */
export const UPDATE_STATS = [
  'policy_gradient_loss',
  'value_loss',
  'entropy',
  'kl_ref',
  'loss',
  'approx_kl',
  'clip_fraction',
  'grad_norm',
  'ratio_max',
] as const;

/** Scalars that steer one update, in the order of the graph's `knobs` input. */
export const UPDATE_KNOBS = ['step_size', 'adam_epsilon', 'clip', 'entropy_coef', 'value_coef', 'kl_coef', 'max_grad_norm'] as const;

const ADAM_BETA1 = 0.9;
const ADAM_BETA2 = 0.999;
const LOG_2PI = Math.log(2 * Math.PI);

/**
 * One PPO step on one minibatch as a graph: clipped surrogate, value loss, entropy, closed-form KL to the reference, the backward pass,
 * the global norm clip and Adam. `step_size` and `adam_epsilon` carry Adam's bias correction.
 *
 * Inputs: theta, adam_m, adam_v [P]; observations [B, O]; actions [B, A] (one-hot when categorical); old_log_probs, advantages, returns [B, 1];
 * reference_mean [B, A] and reference_log_std [1, A] (gaussian only); knobs [7]. Outputs: theta, adam_m, adam_v, stats [9].
 * Losses as in Schulman et al. 2017 (arXiv 1707.06347); approx_kl is Schulman's k3.
 */
export function buildUpdateGraph(shape: NetworkShape, batch: number, logStdFloor: number): Uint8Array {
  const g = new ModelWriter();
  const { size, slots, logStdOffset } = slotsOf(shape);
  const { observationSize, actionSize } = shape;
  const gaussian = shape.kind === 'gaussian';

  const theta = g.input('theta', [size]);
  const adamM = g.input('adam_m', [size]);
  const adamV = g.input('adam_v', [size]);
  const observations = g.input('observations', [batch, observationSize]);
  const actions = g.input('actions', [batch, actionSize]);
  const oldLogProbs = g.input('old_log_probs', [batch, 1]);
  const rawAdvantages = g.input('advantages', [batch, 1]);
  const returns = g.input('returns', [batch, 1]);
  const referenceMean = gaussian ? g.input('reference_mean', [batch, actionSize]) : '';
  const referenceLogStd = gaussian ? g.input('reference_log_std', [1, actionSize]) : '';
  const knobs = g.input('knobs', [UPDATE_KNOBS.length]);

  const knob = (name: (typeof UPDATE_KNOBS)[number]): string => {
    const at = UPDATE_KNOBS.indexOf(name);
    return g.op('Slice', [knobs, g.indices([at]), g.indices([at + 1])]);
  };
  const zero = g.scalar(0);
  const one = g.scalar(1);
  const perSample = g.scalar(1 / batch);
  const mul = (a: string, b: string): string => g.op('Mul', [a, b]);
  const add = (a: string, b: string): string => g.op('Add', [a, b]);
  const sub = (a: string, b: string): string => g.op('Sub', [a, b]);
  const div = (a: string, b: string): string => g.op('Div', [a, b]);
  const scale = (a: string, factor: number): string => mul(a, g.scalar(factor));
  const mean = (value: string): string => g.op('Reshape', [g.op('ReduceMean', [value], { keepdims: 0 }), g.indices([1])]);
  const sumAll = (value: string): string => g.op('Reshape', [g.op('ReduceSum', [value], { keepdims: 0 }), g.indices([1])]);
  const sumRow = (value: string): string => g.op('ReduceSum', [value, g.indices([1])], { keepdims: 1 });
  const number = (condition: string): string => g.op('Cast', [condition], { to: 1 });

  // Advantages are centred and scaled within the minibatch, with the sample deviation (N - 1).
  const centred = sub(rawAdvantages, g.op('ReduceMean', [rawAdvantages], { keepdims: 0 }));
  const variance = scale(g.op('ReduceSum', [mul(centred, centred)], { keepdims: 0 }), 1 / (batch - 1));
  const advantages = div(centred, add(g.op('Sqrt', [variance]), g.scalar(1e-8)));

  const policy = sliceHead(g, theta, shape, 'policy');
  const value = sliceHead(g, theta, shape, 'value');
  const policyRun = forward(g, observations, policy);
  const valueRun = forward(g, observations, value);

  const dist = gaussian ? gaussianTerms() : categoricalTerms();

  const logRatio = sub(dist.logProbs, oldLogProbs);
  const ratio = g.op('Exp', [logRatio]);
  const clip = knob('clip');
  const low = sub(one, clip);
  const high = add(one, clip);
  const clipped = g.op('Min', [g.op('Max', [ratio, low]), high]);
  const plainSurrogate = mul(ratio, advantages);
  const clippedSurrogate = mul(clipped, advantages);
  const policyLoss = scale(mean(g.op('Min', [plainSurrogate, clippedSurrogate])), -1);
  // Where clipping binds (ratio·A above its clipped value) the gradient is zero; elsewhere it is -A·ratio/B per log-probability.
  const open = number(g.op('Not', [g.op('Greater', [plainSurrogate, clippedSurrogate])]));
  const gradLogProbs = scale(mul(mul(plainSurrogate, open), perSample), -1);

  const valueError = sub(valueRun.out, returns);
  const valueLoss = mean(mul(valueError, valueError));
  const gradValue = mul(scale(valueError, 2 / batch), knob('value_coef'));

  const entropyCoef = knob('entropy_coef');
  const klCoef = knob('kl_coef');
  const loss = add(sub(add(policyLoss, mul(valueLoss, knob('value_coef'))), mul(dist.entropy, entropyCoef)), mul(dist.klReference, klCoef));

  const grads = [
    ...backward(g, observations, policy, policyRun, dist.gradOut(gradLogProbs, entropyCoef, klCoef)),
    ...backward(g, observations, value, valueRun, gradValue),
    ...dist.gradLogStd(gradLogProbs, entropyCoef, klCoef),
  ];
  const gradient = g.op('Concat', grads, { axis: 0 });
  const gradNorm = g.op('Sqrt', [sumAll(mul(gradient, gradient))]);
  const shrink = g.op('Min', [one, div(knob('max_grad_norm'), add(gradNorm, g.scalar(1e-6)))]);
  const clippedGradient = mul(gradient, shrink);

  const m = add(scale(adamM, ADAM_BETA1), scale(clippedGradient, 1 - ADAM_BETA1));
  const v = add(scale(adamV, ADAM_BETA2), scale(mul(clippedGradient, clippedGradient), 1 - ADAM_BETA2));
  const stepped = sub(theta, mul(knob('step_size'), div(m, add(g.op('Sqrt', [v]), knob('adam_epsilon')))));
  g.output('theta_next', gaussian ? floorLogStd(stepped) : stepped, [size]);
  g.output('adam_m_next', m, [size]);
  g.output('adam_v_next', v, [size]);

  const approxKl = mean(sub(sub(ratio, one), logRatio));
  const outside = g.op('Greater', [g.op('Abs', [sub(ratio, one)]), clip]);
  const ratioMax = g.op('Reshape', [g.op('ReduceMax', [ratio], { keepdims: 0 }), g.indices([1])]);
  const stats = [policyLoss, valueLoss, dist.entropy, dist.klReference, loss, approxKl, mean(number(outside)), gradNorm, ratioMax];
  g.output('stats', g.op('Concat', stats, { axis: 0 }), [UPDATE_STATS.length]);
  return g.finish('ppo_update');

  interface Distribution {
    readonly logProbs: string;
    readonly entropy: string;
    readonly klReference: string;
    gradOut(gradLogProbs: string, entropyCoef: string, klCoef: string): string;
    gradLogStd(gradLogProbs: string, entropyCoef: string, klCoef: string): string[];
  }

  function gaussianTerms(): Distribution {
    const slot = slots.find((candidate) => candidate.name === 'log_std');
    if (!slot) throw new Error('a gaussian policy has a log_std');
    const logStd = sliceSlot(g, theta, slot);
    const inverseStd = g.op('Exp', [scale(logStd, -1)]);
    const z = mul(sub(actions, policyRun.out), inverseStd);
    const zSquared = mul(z, z);
    const logStdSum = sumRow(logStd);
    const logProbs = sub(sub(scale(sumRow(zSquared), -0.5), logStdSum), g.scalar(0.5 * actionSize * LOG_2PI));
    const entropy = add(sumAll(logStd), g.scalar(0.5 * actionSize * (1 + LOG_2PI)));
    // KL(N(μ, σ²) ‖ N(μ_ref, σ_ref²)) per dimension: log(σ_ref/σ) + (σ² + (μ-μ_ref)²) / 2σ_ref² - ½.
    const inverseReferenceVar = g.op('Exp', [scale(referenceLogStd, -2)]);
    const shift = sub(policyRun.out, referenceMean);
    const varianceRatio = mul(g.op('Exp', [scale(logStd, 2)]), inverseReferenceVar);
    const perDim = add(
      sub(referenceLogStd, logStd),
      sub(scale(add(varianceRatio, mul(mul(shift, shift), inverseReferenceVar)), 0.5), g.scalar(0.5)),
    );
    const klReference = mean(sumRow(perDim));
    return {
      logProbs,
      entropy,
      klReference,
      gradOut: (gradLogProbs, _entropyCoef, klCoef) =>
        add(mul(gradLogProbs, mul(z, inverseStd)), mul(mul(mul(shift, inverseReferenceVar), perSample), klCoef)),
      gradLogStd: (gradLogProbs, entropyCoef, klCoef) => {
        const fromLogProbs = g.op('ReduceSum', [mul(gradLogProbs, sub(zSquared, one)), g.indices([0])], { keepdims: 1 });
        const fromKl = mul(sub(varianceRatio, one), klCoef);
        return [g.op('Reshape', [add(sub(fromLogProbs, entropyCoef), fromKl), g.indices([-1])])];
      },
    };
  }

  function categoricalTerms(): Distribution {
    const logSoftmax = g.op('LogSoftmax', [policyRun.out], { axis: 1 });
    const probs = g.op('Exp', [logSoftmax]);
    const rowEntropy = scale(sumRow(mul(probs, logSoftmax)), -1);
    return {
      logProbs: sumRow(mul(logSoftmax, actions)),
      entropy: mean(rowEntropy),
      klReference: g.op('Reshape', [mul(zero, zero), g.indices([1])]),
      // d log p(a)/d logits = onehot - p; dH/d logits = -p·(log p + H).
      gradOut: (gradLogProbs, entropyCoef) => {
        const fromLogProbs = mul(gradLogProbs, sub(actions, probs));
        const fromEntropy = mul(mul(mul(probs, add(logSoftmax, rowEntropy)), perSample), entropyCoef);
        return add(fromLogProbs, fromEntropy);
      },
      gradLogStd: () => [],
    };
  }

  function floorLogStd(value: string): string {
    const body = g.op('Slice', [value, g.indices([0]), g.indices([logStdOffset])]);
    const tail = g.op('Slice', [value, g.indices([logStdOffset]), g.indices([size])]);
    return g.op('Concat', [body, g.op('Max', [tail, g.scalar(logStdFloor)])], { axis: 0 });
  }
}
