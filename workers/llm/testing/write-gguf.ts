import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A metadata value with its GGUF type; arrays hold one type. */
export type GgufValue =
  | { readonly type: 'u32' | 'i32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'f32s' | 'i32s'; readonly value: readonly number[] };

/** Tensor storage with its ggml type id and block geometry (values per block, bytes per block). */
export const TENSOR_TYPES = {
  F32: { id: 0, values: 1, bytes: 4 },
  F16: { id: 1, values: 1, bytes: 2 },
  Q8_0: { id: 8, values: 32, bytes: 34 },
  Q4_K: { id: 12, values: 256, bytes: 144 },
  Q6_K: { id: 14, values: 256, bytes: 210 },
} as const;
export type TensorType = keyof typeof TENSOR_TYPES;

export interface GgufTensor {
  readonly name: string;
  /** Fastest-running dimension first, as GGUF stores it. */
  readonly dims: readonly number[];
  readonly type: TensorType;
  /** Fills a whole number of blocks; called again until the tensor is full. */
  readonly fill: (into: Buffer) => void;
}

export interface GgufFile {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly tensors: readonly GgufTensor[];
}

const ALIGNMENT = 32;
const WRITE_BYTES = 1 << 22;
const VALUE_TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

export function tensorBytes(tensor: Pick<GgufTensor, 'dims' | 'type'>): number {
  const { values, bytes } = TENSOR_TYPES[tensor.type];
  const count = tensor.dims.reduce((product, dim) => product * dim, 1);
  if (count % values !== 0) throw new RangeError(`${count} values do not fill ${tensor.type} blocks of ${values}`);
  return (count / values) * bytes;
}

/**
 * Writes a GGUF version 3 file, streaming its tensors, so that a file of real size needs little memory.
 * The file appears under its name only when it is whole. Format: ggml's gguf.md specification.
 */
export function writeGguf(path: string, file: GgufFile): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  const out = openSync(partial, 'w');
  try {
    const head = headerOf(file);
    writeSync(out, head);
    for (const tensor of file.tensors) {
      let left = tensorBytes(tensor);
      const blockBytes = TENSOR_TYPES[tensor.type].bytes;
      const chunk = Buffer.alloc(Math.min(left, Math.floor(WRITE_BYTES / blockBytes) * blockBytes));
      for (let written = 0; left > 0; left -= written) {
        const part = chunk.subarray(0, Math.min(left, chunk.length));
        tensor.fill(part);
        written = writeSync(out, part);
      }
      writeSync(out, padding(tensorBytes(tensor)));
    }
  } finally {
    closeSync(out);
  }
  renameSync(partial, path);
}

function headerOf(file: GgufFile): Buffer {
  const entries = Object.entries(file.metadata);
  const parts: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(file.tensors.length), u64(entries.length)];
  for (const [key, value] of entries) parts.push(text(key), encoded(value));
  let offset = 0;
  for (const tensor of file.tensors) {
    parts.push(text(tensor.name), u32(tensor.dims.length), ...tensor.dims.map(u64), u32(TENSOR_TYPES[tensor.type].id), u64(offset));
    const bytes = tensorBytes(tensor);
    offset += bytes + padding(bytes).length;
  }
  const head = Buffer.concat(parts);
  return Buffer.concat([head, padding(head.length)]);
}

function encoded(value: GgufValue): Buffer {
  switch (value.type) {
    case 'strings':
      return array(VALUE_TYPE.string, value.value.map(text));
    case 'f32s':
      return array(VALUE_TYPE.f32, value.value.map(f32));
    case 'i32s':
      return array(VALUE_TYPE.i32, value.value.map(i32));
    case 'string':
      return Buffer.concat([u32(VALUE_TYPE.string), text(value.value)]);
    case 'bool':
      return Buffer.concat([u32(VALUE_TYPE.bool), Buffer.from([value.value ? 1 : 0])]);
    case 'f32':
      return Buffer.concat([u32(VALUE_TYPE.f32), f32(value.value)]);
    case 'i32':
      return Buffer.concat([u32(VALUE_TYPE.i32), i32(value.value)]);
    case 'u32':
      return Buffer.concat([u32(VALUE_TYPE.u32), u32(value.value)]);
  }
}

function array(elementType: number, elements: readonly Buffer[]): Buffer {
  return Buffer.concat([u32(VALUE_TYPE.array), u32(elementType), u64(elements.length), ...elements]);
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function i32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}
