import type { Rng } from '#domain/math/rng.ts';
import type { ModelWriter } from './model-file.ts';

/** Diagonal Gaussian with state-independent log-std, or a choice between `actionSize` discrete actions. */
export type ActionKind = 'gaussian' | 'categorical';

export interface NetworkShape {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly hidden: number;
  readonly kind: ActionKind;
}

export interface Slot {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

/** Where every weight lies in the flat vector: policy, value, then log-std last (the update clips it there). */
export function slotsOf(shape: NetworkShape): { slots: readonly Slot[]; size: number; logStdOffset: number } {
  const { observationSize: o, hidden: h, actionSize: a } = shape;
  const sizes: [string, number, number][] = [];
  for (const [head, out] of [
    ['policy', a],
    ['value', 1],
  ] as const) {
    sizes.push([`${head}.w1`, o, h], [`${head}.b1`, 1, h], [`${head}.w2`, h, h], [`${head}.b2`, 1, h]);
    sizes.push([`${head}.w3`, h, out], [`${head}.b3`, 1, out]);
  }
  if (shape.kind === 'gaussian') sizes.push(['log_std', 1, a]);
  let offset = 0;
  const slots = sizes.map(([name, rows, columns]) => {
    const slot = { name, rows, columns, offset };
    offset += rows * columns;
    return slot;
  });
  return { slots, size: offset, logStdOffset: shape.kind === 'gaussian' ? offset - a : offset };
}

/**
 * Fresh weights: orthogonal with gain √2 in the hidden layers, 0.01 for the policy head and 1 for the value head, zero biases
 * (Huang et al., "The 37 Implementation Details of PPO", 2022).
 */
export function initialWeights(shape: NetworkShape, rng: Rng, logStd = 0): Float32Array {
  const { slots, size } = slotsOf(shape);
  const theta = new Float32Array(size);
  for (const { name, rows, columns, offset } of slots) {
    if (name === 'log_std') theta.fill(logStd, offset);
    if (!name.includes('.w')) continue;
    const gain = name === 'policy.w3' ? 0.01 : name === 'value.w3' ? 1 : Math.SQRT2;
    theta.set(orthogonal(rows, columns, gain, rng), offset);
  }
  return theta;
}

/** Rows × columns with orthonormal rows or columns, whichever are fewer (modified Gram–Schmidt on normals). */
function orthogonal(rows: number, columns: number, gain: number, rng: Rng): Float64Array {
  const tall = rows >= columns;
  const vectors = tall ? columns : rows;
  const length = tall ? rows : columns;
  const basis = Array.from({ length: vectors }, () => Float64Array.from({ length }, () => rng.normal()));
  basis.forEach((vector, i) => {
    for (let j = 0; j < i; j++) {
      const other = basis[j] as Float64Array;
      let dot = 0;
      for (let k = 0; k < length; k++) dot += (vector[k] as number) * (other[k] as number);
      for (let k = 0; k < length; k++) vector[k] = (vector[k] as number) - dot * (other[k] as number);
    }
    const norm = Math.hypot(...vector);
    for (let k = 0; k < length; k++) vector[k] = (vector[k] as number) / norm;
  });
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[r * columns + c] = gain * ((tall ? basis[c]?.[r] : basis[r]?.[c]) ?? 0);
  }
  return out;
}

/** Names of one head's weights inside a graph, and of its hidden activations once it has run. */
export interface Head {
  readonly w1: string;
  readonly b1: string;
  readonly w2: string;
  readonly b2: string;
  readonly w3: string;
  readonly b3: string;
}
export interface Activations {
  readonly h1: string;
  readonly h2: string;
  readonly out: string;
}

/** Cuts one head's weights out of the flat vector `theta`. */
export function sliceHead(graph: ModelWriter, theta: string, shape: NetworkShape, head: 'policy' | 'value'): Head {
  const { slots } = slotsOf(shape);
  const part = (name: string): string => {
    const slot = slots.find((candidate) => candidate.name === `${head}.${name}`);
    if (!slot) throw new Error(`no weight ${head}.${name}`);
    return sliceSlot(graph, theta, slot);
  };
  return { w1: part('w1'), b1: part('b1'), w2: part('w2'), b2: part('b2'), w3: part('w3'), b3: part('b3') };
}

export function sliceSlot(graph: ModelWriter, theta: string, slot: Slot): string {
  const flat = graph.op('Slice', [theta, graph.indices([slot.offset]), graph.indices([slot.offset + slot.rows * slot.columns])]);
  return graph.op('Reshape', [flat, graph.indices([slot.rows, slot.columns])]);
}

/** Two tanh layers and a linear head. */
export function forward(graph: ModelWriter, observations: string, head: Head): Activations {
  const h1 = graph.op('Tanh', [graph.op('Gemm', [observations, head.w1, head.b1])]);
  const h2 = graph.op('Tanh', [graph.op('Gemm', [h1, head.w2, head.b2])]);
  return { h1, h2, out: graph.op('Gemm', [h2, head.w3, head.b3]) };
}

/** Gradients of one head from the gradient at its output, flattened in slot order. */
export function backward(graph: ModelWriter, observations: string, head: Head, run: Activations, gradOut: string): string[] {
  const one = graph.scalar(1);
  const rowSum = (value: string): string => graph.op('ReduceSum', [value, graph.indices([0])], { keepdims: 1 });
  const throughTanh = (grad: string, activation: string): string =>
    graph.op('Mul', [grad, graph.op('Sub', [one, graph.op('Mul', [activation, activation])])]);
  const times = (a: string, b: string, transA: number, transB: number): string => graph.op('Gemm', [a, b], { transA, transB });

  const d2 = throughTanh(times(gradOut, head.w3, 0, 1), run.h2);
  const d1 = throughTanh(times(d2, head.w2, 0, 1), run.h1);
  const grads = [
    times(observations, d1, 1, 0),
    rowSum(d1),
    times(run.h1, d2, 1, 0),
    rowSum(d2),
    times(run.h2, gradOut, 1, 0),
    rowSum(gradOut),
  ];
  return grads.map((grad) => graph.op('Reshape', [grad, graph.indices([-1])]));
}
