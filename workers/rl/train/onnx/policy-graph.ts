import { ModelWriter } from './model-file.ts';
import { forward, type NetworkShape, sliceHead, slotsOf } from './network.ts';

/** Acting during training: observations [batch, O] and the flat weights → mean (or logits) [batch, A] and value [batch, 1]. */
export function buildActGraph(shape: NetworkShape): Uint8Array {
  const g = new ModelWriter();
  const theta = g.input('theta', [slotsOf(shape).size]);
  const observations = g.input('observations', ['batch', shape.observationSize]);
  g.output('mean', forward(g, observations, sliceHead(g, theta, shape, 'policy')).out, ['batch', shape.actionSize]);
  g.output('value', forward(g, observations, sliceHead(g, theta, shape, 'value')).out, ['batch', 1]);
  return g.finish('act');
}

/** A policy to keep and to hand on: the same network with its weights inside and `metadata` beside them. */
export function buildPolicyFile(shape: NetworkShape, theta: Float32Array, metadata: Readonly<Record<string, string>>): Uint8Array {
  const g = new ModelWriter();
  const { slots } = slotsOf(shape);
  for (const { name, rows, columns, offset } of slots) {
    g.weight(name, theta.slice(offset, offset + rows * columns), [rows, columns]);
  }
  const head = (name: string) => ({
    w1: `${name}.w1`,
    b1: `${name}.b1`,
    w2: `${name}.w2`,
    b2: `${name}.b2`,
    w3: `${name}.w3`,
    b3: `${name}.b3`,
  });
  const observations = g.input('observations', ['batch', shape.observationSize]);
  g.output('mean', forward(g, observations, head('policy')).out, ['batch', shape.actionSize]);
  g.output('value', forward(g, observations, head('value')).out, ['batch', 1]);
  return g.finish('policy', metadata);
}
