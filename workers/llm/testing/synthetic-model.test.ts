import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLlama, type Llama, type LlamaLogLevel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUANTISATIONS, SYNTHETIC_FAMILIES, writeShape, writeTinyModel } from './synthetic-model.ts';
import { tensorBytes } from './write-gguf.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'synthetic-'));
let llama: Llama;
beforeAll(async () => {
  llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error' as LlamaLogLevel,
    maxThreads: 1,
  });
});
afterAll(() => llama.dispose());

describe('a synthetic model', () => {
  it('is the same to the byte for the same seed, another for another, and under a megabyte', () => {
    const [a, b, c] = [
      writeTinyModel(folder(), 'qwen2', 5),
      writeTinyModel(folder(), 'qwen2', 5),
      writeTinyModel(folder(), 'qwen2', 6),
    ].map((path) => readFileSync(path));
    expect(a?.equals(b as Buffer)).toBe(true);
    expect(a?.equals(c as Buffer)).toBe(false);
    expect(a?.length).toBeLessThan(1e6);
  });

  it.each(SYNTHETIC_FAMILIES)('of the %s family gives Hangul, emoji and typed special tokens back letter by letter', async (family) => {
    const model = await llama.loadModel({ modelPath: writeTinyModel(folder(), family), vocabOnly: true });
    for (const text of ['꽃향 말고 머스크, 뷁 쀍', '👍🏽 café', '<|im_start|>[INST]<|eot_id|></s>']) {
      expect(model.detokenize(model.tokenize(text))).toBe(text);
    }
    await model.dispose();
  });

  it.each(QUANTISATIONS)('stored as %s loads with its tensors checked and gives finite numbers', async (quantisation) => {
    const shape = { width: 256, blocks: 2, feedForward: 512, heads: 4, kvHeads: 2, context: 512, vocabulary: 600 };
    const model = await llama.loadModel({
      modelPath: writeShape(folder(), 'small', 'qwen2', shape, quantisation),
      gpuLayers: 0,
      checkTensors: true,
    });
    const context = await model.createContext({ contextSize: 256, threads: 1 });
    const made: number[] = [];
    for await (const token of context.getSequence().evaluate(model.tokenize('꽃'), { temperature: 0 })) if (made.push(token) === 8) break;
    expect(made).toHaveLength(8);
    // Not-a-number logits would pick the same first token for ever; random weights do not.
    expect(new Set(made).size).toBeGreaterThan(1);
    await model.dispose();
  });

  it('counts bytes as ggml does: 144 per 256 values of Q4_K, 34 per 32 of Q8_0', () => {
    expect(tensorBytes({ dims: [256, 3], type: 'Q4_K' })).toBe(432);
    expect(tensorBytes({ dims: [64, 2], type: 'Q8_0' })).toBe(136);
    expect(() => tensorBytes({ dims: [100], type: 'Q8_0' })).toThrow(RangeError);
  });
});
