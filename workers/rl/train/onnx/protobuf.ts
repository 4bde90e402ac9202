/**
 * The little of Protocol Buffers that an ONNX file needs: varints, length-delimited fields, 32-bit floats.
 * Source: protobuf.dev/programming-guides/encoding.
 */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

export class ProtoWriter {
  readonly #chunks: Uint8Array[] = [];

  varint(field: number, value: number | bigint): this {
    this.#push(encodeVarint((BigInt(field) << 3n) | BigInt(VARINT)), encodeVarint(BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#push(encodeVarint((BigInt(field) << 3n) | BigInt(FIXED32)), bytes);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#push(encodeVarint((BigInt(field) << 3n) | BigInt(BYTES)), encodeVarint(BigInt(value.length)), value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }

  #push(...chunks: Uint8Array[]): void {
    this.#chunks.push(...chunks);
  }
}

/** One field as read: varints as bigint, the rest as the bytes that were there. */
export interface ProtoField {
  readonly field: number;
  readonly varint: bigint | null;
  readonly bytes: Uint8Array;
}

/** The fields of one message in order. Throws RangeError on bytes that are no message. */
export function readProto(bytes: Uint8Array): ProtoField[] {
  const fields: ProtoField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('message ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('number longer than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('message ends inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === VARINT) fields.push({ field, varint: varint(), bytes: new Uint8Array() });
    else if (wire === BYTES) fields.push({ field, varint: null, bytes: take(Number(varint())) });
    else if (wire === FIXED32) fields.push({ field, varint: null, bytes: take(4) });
    else if (wire === FIXED64) fields.push({ field, varint: null, bytes: take(8) });
    else throw new RangeError(`wire type ${wire} is not used by ONNX`);
  }
  return fields;
}

function encodeVarint(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    out.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(out);
}
