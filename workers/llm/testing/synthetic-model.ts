import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '#domain/math/rng.ts';
import { byteLevelTokenizer, type SyntheticTokenizer, sentencePieceTokenizer } from './tokenizers.ts';
import { type GgufTensor, type GgufValue, type TensorType, writeGguf } from './write-gguf.ts';

/** Stand-ins for the three seats' model families: their architecture, tokenizer kind and chat template, random weights. */
export const SYNTHETIC_FAMILIES = ['qwen2', 'mistral', 'llama3'] as const;
export type SyntheticFamily = (typeof SYNTHETIC_FAMILIES)[number];

interface Shape {
  readonly width: number;
  readonly blocks: number;
  readonly feedForward: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly context: number;
  readonly vocabulary: number;
}

const TINY: Shape = { width: 64, blocks: 2, feedForward: 128, heads: 4, kvHeads: 2, context: 8192, vocabulary: 0 };

/** About 19 million parameters: large enough that decoding, not messaging, is what is timed. */
const THROUGHPUT: Shape = { width: 512, blocks: 4, feedForward: 1792, heads: 8, kvHeads: 4, context: 4096, vocabulary: 8192 };

/** The true shapes of the three seats' default models (their published configurations). */
export const REAL_SHAPES = {
  'qwen2.5-7b': { width: 3584, blocks: 28, feedForward: 18944, heads: 28, kvHeads: 4, context: 32768, vocabulary: 152064 },
  'mistral-7b': { width: 4096, blocks: 32, feedForward: 14336, heads: 32, kvHeads: 8, context: 32768, vocabulary: 32768 },
  'llama3-8b': { width: 4096, blocks: 32, feedForward: 14336, heads: 32, kvHeads: 8, context: 8192, vocabulary: 128256 },
} as const satisfies Record<string, Shape>;
export type RealShape = keyof typeof REAL_SHAPES;

export const QUANTISATIONS = ['Q4_K_M', 'Q8_0', 'F16'] as const;
export type Quantisation = (typeof QUANTISATIONS)[number];

/** The chat formats as their vendors publish them, written for system, user and assistant turns only. */
const TEMPLATES: Readonly<Record<SyntheticFamily, string>> = {
  qwen2:
    "{%- if messages[0]['role'] == 'system' %}{{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}" +
    "{%- else %}{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{%- endif %}" +
    "{%- for message in messages %}{%- if message.role == 'user' or (message.role == 'system' and not loop.first) or message.role == 'assistant' %}" +
    "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{%- endif %}{%- endfor %}" +
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}",
  mistral:
    "{%- if messages[0]['role'] == 'system' %}{%- set system_message = messages[0]['content'] %}{%- set loop_messages = messages[1:] %}" +
    '{%- else %}{%- set loop_messages = messages %}{%- endif %}{{- bos_token }}{%- for message in loop_messages %}' +
    "{%- if message['role'] == 'user' %}{%- if loop.last and system_message is defined %}" +
    "{{- '[INST]' + system_message + '\\n\\n' + message['content'] + '[/INST]' }}{%- else %}{{- '[INST]' + message['content'] + '[/INST]' }}{%- endif %}" +
    "{%- elif message['role'] == 'assistant' %}{{- message['content'] + eos_token }}{%- endif %}{%- endfor %}",
  llama3:
    "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'" +
    " + message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
};

const ARCHITECTURE = { qwen2: 'qwen2', mistral: 'llama', llama3: 'llama' } as const;
const NAMES = {
  qwen2: 'Qwen2.5 Synthetic Instruct',
  mistral: 'Mistral Synthetic Instruct',
  llama3: 'Meta Llama 3 Synthetic Instruct',
} as const;

/** A file of < 1 MB in the family's format with seeded random weights. Same seed, same bytes. Returns its path. */
export function writeTinyModel(folder: string, family: SyntheticFamily, seed = 1): string {
  return writeModel(join(folder, `tiny-${family}-${seed}.gguf`), family, TINY, 'F32', seed);
}

/** The model of about 19 M parameters (F16, qwen2 format) that throughput is measured with. */
export function writeThroughputModel(folder: string, seed = 1): string {
  return writeModel(join(folder, `throughput-19m-${seed}.gguf`), 'qwen2', THROUGHPUT, 'F16', seed);
}

/** Random weights in the true shape and storage of a 7–8 B model: speed does not depend on what the weights say. */
export function writeRealShape(folder: string, shape: RealShape, quantisation: Quantisation, seed = 1): string {
  const family = shape === 'qwen2.5-7b' ? 'qwen2' : shape === 'mistral-7b' ? 'mistral' : 'llama3';
  return writeShape(folder, shape, family, REAL_SHAPES[shape], quantisation, seed);
}

/** Random weights in any shape and storage; the widths must fill the storage's blocks (256 values for Q4_K_M). */
export function writeShape(
  folder: string,
  name: string,
  family: SyntheticFamily,
  shape: Shape,
  quantisation: Quantisation,
  seed = 1,
): string {
  return writeModel(join(folder, `${name}-${quantisation}.gguf`), family, shape, quantisation, seed);
}

function writeModel(path: string, family: SyntheticFamily, shape: Shape, storage: 'F32' | Quantisation, seed: number): string {
  if (existsSync(path)) return path;
  const tokenizer = tokenizerOf(family, shape.vocabulary);
  const arch = ARCHITECTURE[family];
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  const f32 = (value: number): GgufValue => ({ type: 'f32', value });
  writeGguf(path, {
    metadata: {
      'general.architecture': { type: 'string', value: arch },
      'general.name': { type: 'string', value: NAMES[family] },
      'general.file_type': u32({ F32: 0, F16: 1, Q8_0: 7, Q4_K_M: 15 }[storage]),
      [`${arch}.context_length`]: u32(shape.context),
      [`${arch}.embedding_length`]: u32(shape.width),
      [`${arch}.block_count`]: u32(shape.blocks),
      [`${arch}.feed_forward_length`]: u32(shape.feedForward),
      [`${arch}.attention.head_count`]: u32(shape.heads),
      [`${arch}.attention.head_count_kv`]: u32(shape.kvHeads),
      [`${arch}.attention.layer_norm_rms_epsilon`]: f32(1e-5),
      [`${arch}.rope.dimension_count`]: u32(shape.width / shape.heads),
      [`${arch}.rope.freq_base`]: f32(500_000),
      [`${arch}.vocab_size`]: u32(tokenizer.size),
      ...tokenizer.metadata,
    },
    tensors: tensorsOf(shape, tokenizer.size, storage, arch === 'qwen2', Rng.fromSeed(seed)),
  });
  return path;
}

function tokenizerOf(family: SyntheticFamily, size: number): SyntheticTokenizer {
  const template = TEMPLATES[family];
  if (family === 'mistral')
    return sentencePieceTokenizer({ specials: ['[INST]', '[/INST]', '[TOOL_CALLS]', '[AVAILABLE_TOOLS]'], size, template });
  if (family === 'qwen2') {
    const specials = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
    return byteLevelTokenizer({ pre: 'qwen2', specials, bos: null, eos: '<|im_end|>', size, template });
  }
  const specials = ['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'];
  return byteLevelTokenizer({ pre: 'llama-bpe', specials, bos: '<|begin_of_text|>', eos: '<|eot_id|>', size, template });
}

function tensorsOf(shape: Shape, vocabulary: number, storage: 'F32' | Quantisation, biases: boolean, rng: Rng): GgufTensor[] {
  const { width, feedForward } = shape;
  const kvWidth = (width / shape.heads) * shape.kvHeads;
  const plain: TensorType = storage === 'Q4_K_M' ? 'Q4_K' : storage;
  // Q4_K_M keeps the output, and half of the value and down projections, in six bits.
  const finer = (block: number): TensorType => (storage === 'Q4_K_M' && block % 2 === 0 ? 'Q6_K' : plain);
  const weight = (name: string, dims: readonly number[], type: TensorType = plain): GgufTensor => ({
    name,
    dims,
    type,
    fill: weights(type, 1 / Math.sqrt(dims[0] ?? 1), rng),
  });
  const vector = (name: string, length: number, value: number): GgufTensor => ({
    name,
    dims: [length],
    type: 'F32',
    fill: (into) => fillFloats(into, () => value),
  });
  const tensors = [
    weight('token_embd.weight', [width, vocabulary]),
    vector('output_norm.weight', width, 1),
    weight('output.weight', [width, vocabulary], storage === 'Q4_K_M' ? 'Q6_K' : plain),
  ];
  for (let block = 0; block < shape.blocks; block++) {
    const at = `blk.${block}`;
    tensors.push(
      vector(`${at}.attn_norm.weight`, width, 1),
      weight(`${at}.attn_q.weight`, [width, width]),
      weight(`${at}.attn_k.weight`, [width, kvWidth]),
      weight(`${at}.attn_v.weight`, [width, kvWidth], finer(block)),
      weight(`${at}.attn_output.weight`, [width, width]),
      vector(`${at}.ffn_norm.weight`, width, 1),
      weight(`${at}.ffn_gate.weight`, [width, feedForward]),
      weight(`${at}.ffn_up.weight`, [width, feedForward]),
      weight(`${at}.ffn_down.weight`, [feedForward, width], finer(block)),
    );
    if (!biases) continue;
    tensors.push(vector(`${at}.attn_q.bias`, width, 0), vector(`${at}.attn_k.bias`, kvWidth, 0), vector(`${at}.attn_v.bias`, kvWidth, 0));
  }
  return tensors;
}

/** Random values of about the given deviation in the tensor's storage; large tensors repeat a drawn pattern. */
function weights(type: TensorType, deviation: number, rng: Rng): (into: Buffer) => void {
  if (type === 'F32') return (into) => fillFloats(into, () => rng.normal() * deviation);
  let pattern: Buffer | null = null;
  return (into) => {
    pattern ??= quantisedPattern(type, deviation, rng);
    for (let at = 0; at < into.length; at += pattern.length) pattern.copy(into, at, 0, Math.min(pattern.length, into.length - at));
  };
}

/** Random blocks of a storage type, a prime number of them so that no two rows of a tensor begin alike, each with the half-precision scale that gives the wanted deviation. */
function quantisedPattern(type: Exclude<TensorType, 'F32'>, deviation: number, rng: Rng): Buffer {
  const blockBytes = { F16: 2, Q8_0: 34, Q4_K: 144, Q6_K: 210 }[type];
  const pattern = Buffer.alloc((type === 'F16' ? 65_537 : 4099) * blockBytes);
  for (let at = 0; at < pattern.length; at++) pattern[at] = rng.uint32() & 0xff;
  for (let at = 0; at < pattern.length; at += blockBytes) {
    if (type === 'F16') pattern.writeUInt16LE(halfFloat(rng.normal() * deviation), at);
    // Uniform bytes have a deviation of 74; 4- and 6-bit products of scale and value about 260 and 1,360.
    if (type === 'Q8_0') pattern.writeUInt16LE(halfFloat(deviation / 74), at);
    if (type === 'Q4_K') {
      pattern.writeUInt16LE(halfFloat(deviation / 260), at);
      pattern.writeUInt16LE(halfFloat((deviation / 260) * 7.5), at + 2);
    }
    if (type === 'Q6_K') pattern.writeUInt16LE(halfFloat(deviation / 1360), at + 208);
  }
  return pattern;
}

/** The IEEE 754 half of a finite number, subnormals included; below the smallest of them it becomes zero. */
function halfFloat(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const sign = (bits >>> 16) & 0x8000;
  if (exponent <= 0) return sign | (exponent < -10 ? 0 : ((bits & 0x7fffff) | 0x800000) >>> (14 - exponent));
  return sign | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

function fillFloats(into: Buffer, next: () => number): void {
  for (let at = 0; at < into.length; at += 4) into.writeFloatLE(next(), at);
}
