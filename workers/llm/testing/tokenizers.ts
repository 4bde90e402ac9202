import type { GgufValue } from './write-gguf.ts';

/** Token kinds of the GGUF specification. */
const KIND = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

export interface SyntheticTokenizer {
  readonly metadata: Readonly<Record<string, GgufValue>>;
  readonly size: number;
}

/**
 * A byte-level BPE vocabulary of the GPT-2 kind: 256 byte tokens, one token per common Hangul lead pair, then
 * specials and fillers. Every text survives encoding because every byte has a token.
 */
export function byteLevelTokenizer({
  pre,
  specials,
  bos,
  eos,
  size,
  template,
}: {
  pre: 'qwen2' | 'llama-bpe';
  specials: readonly string[];
  bos: string | null;
  eos: string;
  size: number;
  template: string;
}): SyntheticTokenizer {
  const symbol = byteSymbols();
  const tokens = [...symbol];
  const merges: string[] = [];
  // The first two bytes of every Hangul syllable block (U+AC00–D7A3) merge, as in a trained vocabulary.
  for (let lead = 0xea; lead <= 0xed; lead++) {
    for (let next = 0x80; next <= 0xbf; next++) {
      const [a, b] = [symbol[lead], symbol[next]];
      merges.push(`${a} ${b}`);
      tokens.push(`${a}${b}`);
    }
  }
  const types = tokens.map((): number => KIND.normal);
  const idOf = new Map<string, number>();
  for (const special of specials) {
    idOf.set(special, tokens.length);
    tokens.push(special);
    types.push(KIND.control);
  }
  while (tokens.length < size) {
    tokens.push(`w${tokens.length.toString(36)}`);
    types.push(KIND.normal);
  }
  const special = (name: string): GgufValue => ({ type: 'u32', value: requireId(idOf, name) });
  return {
    size: tokens.length,
    metadata: {
      'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
      'tokenizer.ggml.pre': { type: 'string', value: pre },
      'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
      'tokenizer.ggml.token_type': { type: 'i32s', value: types },
      'tokenizer.ggml.merges': { type: 'strings', value: merges },
      'tokenizer.ggml.bos_token_id': special(bos ?? eos),
      'tokenizer.ggml.eos_token_id': special(eos),
      'tokenizer.ggml.padding_token_id': special(eos),
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: bos !== null },
      'tokenizer.chat_template': { type: 'string', value: template },
    },
  };
}

/** A SentencePiece vocabulary: unknown, bos, eos, the specials, 256 byte tokens, printable ASCII and fillers. */
export function sentencePieceTokenizer({
  specials,
  size,
  template,
}: {
  specials: readonly string[];
  size: number;
  template: string;
}): SyntheticTokenizer {
  const tokens = ['<unk>', '<s>', '</s>', ...specials];
  const types: number[] = [KIND.unknown, KIND.control, KIND.control, ...specials.map(() => KIND.control)];
  for (let byte = 0; byte < 256; byte++) {
    tokens.push(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    types.push(KIND.byte);
  }
  const pieces = ['▁'];
  for (let code = 0x21; code < 0x7f; code++) pieces.push(String.fromCodePoint(code));
  for (const piece of pieces) {
    tokens.push(piece);
    types.push(KIND.normal);
  }
  while (tokens.length < size) {
    tokens.push(`▁w${tokens.length.toString(36)}`);
    types.push(KIND.normal);
  }
  return {
    size: tokens.length,
    metadata: {
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
      'tokenizer.ggml.scores': { type: 'f32s', value: tokens.map((_, index) => -index) },
      'tokenizer.ggml.token_type': { type: 'i32s', value: types },
      'tokenizer.ggml.bos_token_id': { type: 'u32', value: 1 },
      'tokenizer.ggml.eos_token_id': { type: 'u32', value: 2 },
      'tokenizer.ggml.unknown_token_id': { type: 'u32', value: 0 },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
      'tokenizer.chat_template': { type: 'string', value: template },
    },
  };
}

/** GPT-2's printable stand-in for every byte: printable Latin-1 stands for itself, the rest moves up from U+0100. */
function byteSymbols(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 0x100 + moved++));
}

function requireId(ids: ReadonlyMap<string, number>, token: string): number {
  const id = ids.get(token);
  if (id === undefined) throw new Error(`special token ${token} is not in the vocabulary`);
  return id;
}
