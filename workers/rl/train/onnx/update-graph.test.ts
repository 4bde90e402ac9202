import { expect, test } from 'vitest';
import { Rng } from '#domain/math/rng.ts';
import { type ActionKind, initialWeights, type NetworkShape, slotsOf } from './network.ts';
import { type PlainBatch, plainForward, plainLoss } from './plain-network.ts';
import { buildActGraph, buildPolicyFile } from './policy-graph.ts';
import { floatsOf, openSession, tensor } from './session.ts';
import { buildUpdateGraph } from './update-graph.ts';

const BATCH = 12;
const knobs = { clip: 0.2, entropyCoef: 0.01, valueCoef: 0.5, klCoef: 0.05 };

function shapeOf(kind: ActionKind): NetworkShape {
  return { observationSize: 5, actionSize: 3, hidden: 6, kind };
}

/** A batch on which some ratios are clipped at either side and some are not. */
function batchOf(shape: NetworkShape, rng: Rng): PlainBatch {
  const normals = (size: number): number[] => Array.from({ length: size }, () => rng.normal());
  const rows = (size: number): number[][] => Array.from({ length: BATCH }, () => normals(size));
  const oneHot = (): number[][] =>
    Array.from({ length: BATCH }, () => {
      const chosen = rng.int(shape.actionSize);
      return Array.from({ length: shape.actionSize }, (_, j) => (j === chosen ? 1 : 0));
    });
  return {
    observations: rows(shape.observationSize),
    actions: shape.kind === 'gaussian' ? rows(shape.actionSize) : oneHot(),
    oldLogProbs: normals(BATCH).map((value) => (shape.kind === 'gaussian' ? -4 : -1.1) + 0.5 * value),
    advantages: normals(BATCH),
    returns: normals(BATCH),
    referenceMean: rows(shape.actionSize),
    referenceLogStd: normals(shape.actionSize).map((value) => 0.2 * value),
  };
}

const flat = (rows: readonly (readonly number[])[]): Float32Array => Float32Array.from(rows.flat());

async function graphStep(shape: NetworkShape, theta: Float32Array, batch: PlainBatch) {
  const { session } = await openSession(buildUpdateGraph(shape, BATCH, Math.log(0.15)));
  const size = theta.length;
  const column = (values: readonly number[]) => tensor(Float32Array.from(values), [BATCH, 1]);
  const gaussian = {
    reference_mean: tensor(flat(batch.referenceMean), [BATCH, shape.actionSize]),
    reference_log_std: tensor(Float32Array.from(batch.referenceLogStd), [1, shape.actionSize]),
  };
  const out = await session.run({
    theta: tensor(theta, [size]),
    adam_m: tensor(new Float32Array(size), [size]),
    adam_v: tensor(new Float32Array(size), [size]),
    observations: tensor(flat(batch.observations), [BATCH, shape.observationSize]),
    actions: tensor(flat(batch.actions), [BATCH, shape.actionSize]),
    old_log_probs: column(batch.oldLogProbs),
    advantages: column(batch.advantages),
    returns: column(batch.returns),
    ...(shape.kind === 'gaussian' ? gaussian : {}),
    knobs: tensor(Float32Array.of(1e-3, 1e-5, knobs.clip, knobs.entropyCoef, knobs.valueCoef, knobs.klCoef, 1e9), [7]),
  });
  const gradient = floatsOf(out, 'adam_m_next').map((value) => value / 0.1);
  return { gradient, theta: floatsOf(out, 'theta_next'), stats: floatsOf(out, 'stats') };
}

test.each<ActionKind>(['gaussian', 'categorical'])('%s: every weight has the gradient that finite differences find', (kind) => {
  const shape = shapeOf(kind);
  const rng = Rng.fromSeed(11);
  const theta = Float64Array.from(initialWeights(shape, rng, -0.3)).map((value) => value + 0.1 * rng.normal());
  const batch = batchOf(shape, rng);
  const { gradient } = plainLoss(shape, theta, batch, knobs);
  const scale = Math.max(...gradient.map(Math.abs));
  for (let i = 0; i < theta.length; i++) {
    const at = (shift: number): number => {
      const moved = theta.slice();
      moved[i] = (moved[i] as number) + shift;
      return plainLoss(shape, moved, batch, knobs).loss;
    };
    const h = 1e-4;
    const numeric = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(numeric - (gradient[i] as number)) / scale, `weight ${i}`).toBeLessThan(1e-6);
  }
});

test.each<ActionKind>(['gaussian', 'categorical'])('%s: the graph gives the losses and gradients of the plain code', async (kind) => {
  const shape = shapeOf(kind);
  const rng = Rng.fromSeed(5);
  const theta = initialWeights(shape, rng, -0.3).map((value) => value + 0.1 * rng.normal());
  const batch = batchOf(shape, rng);
  const plain = plainLoss(shape, Float64Array.from(theta), batch, knobs);
  const graph = await graphStep(shape, theta, batch);
  const scale = Math.max(...plain.gradient.map(Math.abs));
  expect(Math.abs((graph.stats[4] as number) - plain.loss)).toBeLessThan(1e-4 * Math.abs(plain.loss));
  graph.gradient.forEach((value, i) => {
    expect(Math.abs(value - (plain.gradient[i] as number)) / scale, `weight ${i}`).toBeLessThan(1e-4);
  });
  // Adam's first step: m = 0.1 g, v = 0.001 g²; θ moves by step · m / (√v + ε).
  const g = plain.gradient[0] as number;
  const expected = (theta[0] as number) - (1e-3 * 0.1 * g) / (Math.sqrt(0.001 * g * g) + 1e-5);
  expect(graph.theta[0]).toBeCloseTo(expected, 6);
});

test('on the policy that sampled them every ratio is one, the KL zero and nothing is clipped', async () => {
  const shape = shapeOf('gaussian');
  const rng = Rng.fromSeed(7);
  const theta = initialWeights(shape, rng, -0.3);
  const batch = batchOf(shape, rng);
  const wide = Float64Array.from(theta);
  const { logStdOffset } = slotsOf(shape);
  const oldLogProbs = batch.observations.map((x, i) => {
    const mean = plainForward(shape, wide, 'policy', x)[3] as number[];
    return mean.reduce((sum, mu, j) => {
      const s = wide[logStdOffset + j] as number;
      return sum - 0.5 * (((batch.actions[i]?.[j] as number) - mu) / Math.exp(s)) ** 2 - s - 0.5 * Math.log(2 * Math.PI);
    }, 0);
  });
  const { stats } = await graphStep(shape, theta, { ...batch, oldLogProbs });
  const [, , , , , approxKl, clipFraction, , ratioMax] = stats;
  expect(approxKl).toBeCloseTo(0, 6);
  expect(clipFraction).toBe(0);
  expect(Math.abs((ratioMax as number) - 1)).toBeLessThan(2e-6);
});

test('the log-std never falls below its floor', async () => {
  const shape = shapeOf('gaussian');
  const rng = Rng.fromSeed(3);
  const { theta } = await graphStep(shape, initialWeights(shape, rng, Math.log(0.1)), batchOf(shape, rng));
  for (const value of theta.slice(slotsOf(shape).logStdOffset)) expect(value).toBeCloseTo(Math.log(0.15), 6);
});

test('an exported policy agrees with the running one on 1,000 random observations', async () => {
  const shape: NetworkShape = { observationSize: 65, actionSize: 23, hidden: 64, kind: 'gaussian' };
  const rng = Rng.fromSeed(2);
  const theta = initialWeights(shape, rng).map((value) => value + 0.05 * rng.normal());
  const observations = tensor(
    Float32Array.from({ length: 1000 * 65 }, () => 2 * rng.normal()),
    [1000, 65],
  );
  const running = await (await openSession(buildActGraph(shape))).session.run({ theta: tensor(theta, [theta.length]), observations });
  const exported = await (await openSession(buildPolicyFile(shape, theta, {}))).session.run({ observations });
  const wide = Float64Array.from(theta);
  for (const name of ['mean', 'value'] as const) {
    const a = floatsOf(running, name);
    const b = floatsOf(exported, name);
    expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))).toBeLessThanOrEqual(1e-5);
  }
  const first = plainForward(shape, wide, 'policy', [...(observations.data as Float32Array).slice(0, 65)])[3] as number[];
  first.forEach((value, j) => {
    expect(floatsOf(running, 'mean')[j]).toBeCloseTo(value, 5);
  });
});
