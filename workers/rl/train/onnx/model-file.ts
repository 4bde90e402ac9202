import { ProtoWriter, readProto } from './protobuf.ts';

/** ONNX IR 8 with operator set 13: old enough for every runtime since 2021, new enough for all operators used here. */
const IR_VERSION = 8;
const OPSET = 13;
const FLOAT = 1;
const INT64 = 7;

export type Dim = number | string;
export interface TensorShape {
  readonly name: string;
  /** A string is a free dimension, such as 'batch'. */
  readonly dims: readonly Dim[];
}

export type Attribute = number | readonly number[] | { readonly float: number };

/**
 * Writes an ONNX model node by node. Every method returns the name of the value it made.
 * All values are 32-bit floats but the index tensors of Slice and ReduceSum.
 */
export class ModelWriter {
  readonly #graph = new ProtoWriter();
  #count = 0;

  input(name: string, dims: readonly Dim[]): string {
    this.#graph.message(11, valueInfo({ name, dims }));
    return name;
  }

  output(name: string, value: string, dims: readonly Dim[]): void {
    this.#node('Identity', [value], [name], {});
    this.#graph.message(12, valueInfo({ name, dims }));
  }

  /** A named weight that a reader of the file can find again. */
  weight(name: string, values: Float32Array, dims: readonly number[]): string {
    this.#graph.message(5, floatTensor(name, values, dims));
    return name;
  }

  scalar(value: number): string {
    return this.weight(this.#fresh('const'), Float32Array.of(value), []);
  }

  indices(values: readonly number[]): string {
    const name = this.#fresh('index');
    const raw = new Uint8Array(values.length * 8);
    const view = new DataView(raw.buffer);
    values.forEach((value, i) => {
      view.setBigInt64(i * 8, BigInt(value), true);
    });
    this.#graph.message(5, new ProtoWriter().varint(1, values.length).varint(2, INT64).text(8, name).bytes(9, raw));
    return name;
  }

  op(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    const name = this.#fresh(type);
    this.#node(type, inputs, [name], attributes);
    return name;
  }

  /** The file. `metadata` travels as metadata_props. */
  finish(graphName: string, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const model = new ProtoWriter()
      .varint(1, IR_VERSION)
      .text(2, 'fragrance-ai')
      .message(7, this.#graph.text(2, graphName))
      .message(8, new ProtoWriter().text(1, '').varint(2, OPSET));
    for (const [key, value] of Object.entries(metadata)) model.message(14, new ProtoWriter().text(1, key).text(2, value));
    return model.finish();
  }

  #node(type: string, inputs: readonly string[], outputs: readonly string[], attributes: Readonly<Record<string, Attribute>>): void {
    const node = new ProtoWriter();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, `${type}:${outputs[0]}`).text(4, type);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.#graph.message(1, node);
  }

  #fresh(stem: string): string {
    return `${stem.toLowerCase()}_${this.#count++}`;
  }
}

/** Metadata and float weights of an ONNX file. Throws RangeError when the bytes are no such file. */
export function readModelFile(bytes: Uint8Array): { metadata: Map<string, string>; weights: Map<string, Float32Array> } {
  const text = (value: Uint8Array): string => new TextDecoder('utf-8', { fatal: false }).decode(value);
  const metadata = new Map<string, string>();
  const weights = new Map<string, Float32Array>();
  for (const part of readProto(bytes)) {
    if (part.field === 14) {
      const [key, value] = readProto(part.bytes);
      metadata.set(text(key?.bytes ?? new Uint8Array()), text(value?.bytes ?? new Uint8Array()));
    } else if (part.field === 7) {
      for (const inner of readProto(part.bytes)) {
        if (inner.field !== 5) continue;
        const fields = readProto(inner.bytes);
        const raw = fields.find((field) => field.field === 9)?.bytes;
        const isFloat = fields.some((field) => field.field === 2 && field.varint === BigInt(FLOAT));
        if (raw && isFloat) weights.set(text(fields.find((field) => field.field === 8)?.bytes ?? new Uint8Array()), floats(raw));
      }
    }
  }
  return { metadata, weights };
}

function floats(raw: Uint8Array): Float32Array {
  // Not slice(): on a Node Buffer that is a view of the whole file.
  return new Float32Array(new Uint8Array(raw).buffer);
}

function floatTensor(name: string, values: Float32Array, dims: readonly number[]): ProtoWriter {
  const tensor = new ProtoWriter();
  for (const dim of dims) tensor.varint(1, dim);
  return tensor.varint(2, FLOAT).text(8, name).bytes(9, new Uint8Array(values.slice().buffer));
}

function valueInfo({ name, dims }: TensorShape): ProtoWriter {
  const shape = new ProtoWriter();
  for (const dim of dims) {
    shape.message(1, typeof dim === 'number' ? new ProtoWriter().varint(1, dim) : new ProtoWriter().text(2, dim));
  }
  const tensor = new ProtoWriter().varint(1, FLOAT).message(2, shape);
  return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
}

function attribute(name: string, value: Attribute): ProtoWriter {
  const out = new ProtoWriter().text(1, name);
  if (typeof value === 'number') return out.varint(3, value).varint(20, 2);
  if ('float' in value) return out.float(2, value.float).varint(20, 1);
  for (const item of value) out.varint(8, item);
  return out.varint(20, 7);
}
