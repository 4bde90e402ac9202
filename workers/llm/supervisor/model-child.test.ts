import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GenerateOrder, LoadOrder } from '../protocol.ts';
import { SYNTHETIC_FAMILIES, type SyntheticFamily, writeTinyModel } from '../testing/synthetic-model.ts';
import { inspectInChild } from './fork-child.ts';
import { type ChildExit, ModelChild, ModelFailed } from './model-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'children-'));
const WRAPPERS: Readonly<Record<SyntheticFamily, string>> = { qwen2: 'ChatML', mistral: 'Mistral', llama3: 'Llama 3' };
const GRAMMARS = {
  choice: String.raw`root ::= "{\"a\":\"" ("musk" | "rose" | "amber") "\"}"`,
  endless: 'root ::= [a-z]+ "!"',
};
const order = (over: Partial<GenerateOrder> = {}): GenerateOrder => ({
  id: String(Math.random()),
  subject: 'test',
  system: 'You choose.',
  user: '꽃향 말고',
  grammar: 'choice',
  maxTokens: 64,
  temperature: 0.8,
  topP: 1,
  seed: 7,
  timeoutMs: 20_000,
  ...over,
});
const open: ModelChild[] = [];
afterAll(async () => {
  await Promise.all(open.map((child) => child.drain(2000)));
});

/** Starts a child and waits until it is ready or gone. */
function startChild(modelPath: string, over: Partial<LoadOrder> = {}): Promise<{ child: ModelChild; exit: Promise<ChildExit> }> {
  return new Promise((resolve) => {
    let gone: (exit: ChildExit) => void = () => undefined;
    const exit = new Promise<ChildExit>((settle) => {
      gone = settle;
    });
    const load: LoadOrder = {
      modelPath,
      wrappers: Object.values(WRAPPERS),
      gpu: false,
      threads: 1,
      contextSize: 512,
      sequences: 2,
      batchSize: 128,
      grammars: GRAMMARS,
      warmSystemPrompt: 'You choose.',
      ...over,
    };
    const child: ModelChild = new ModelChild(load, {
      heartbeatMs: 100,
      missedBeats: 20,
      stallMs: 20_000,
      loadTimeoutMs: 40_000,
      onState: (state) => state === 'ready' && resolve({ child, exit }),
      onExit: (how) => {
        gone(how);
        resolve({ child, exit });
      },
    });
    open.push(child);
  });
}

const how = (signal: AbortSignal = new AbortController().signal) => ({ signal, onText: () => undefined });

describe('a model child of each family', () => {
  it.each(SYNTHETIC_FAMILIES)('loads a %s file, names its chat format, and keeps to the grammar', async (family) => {
    const { child } = await startChild(writeTinyModel(folder, family));
    expect(child.report).toMatchObject({ wrapper: WRAPPERS[family], gpu: null, sequences: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((seed) => child.generate(order({ seed }), how())));
    for (const { text } of answers) expect(['musk', 'rose', 'amber']).toContain(JSON.parse(text).a);
    // Three asked for a sequence that was not free yet, and every prompt found the system prompt there.
    expect(answers.every(({ reusedTokens }) => reusedTokens > 0)).toBe(true);
    await child.drain(5000);
    expect(child.state).toBe('dead');
  });
});

describe('a request to a model child', () => {
  it('fails when it runs out of tokens, does not fit, or is aborted, and leaves the sequence usable', async () => {
    const { child } = await startChild(writeTinyModel(folder, 'qwen2'));
    await expect(child.generate(order({ grammar: 'endless', maxTokens: 3, temperature: 0 }), how())).rejects.toMatchObject({
      code: 'max_tokens',
    });
    await expect(child.generate(order({ user: '꽃 '.repeat(300) }), how())).rejects.toMatchObject({ code: 'too_long' });
    await expect(child.generate(order({ grammar: 'endless', maxTokens: 400, timeoutMs: 1 }), how())).rejects.toMatchObject({
      code: 'deadline',
    });
    const cancel = new AbortController();
    const cancelled = child.generate(order({ grammar: 'endless', maxTokens: 400 }), how(cancel.signal));
    setTimeout(() => cancel.abort(), 5);
    await expect(cancelled).rejects.toMatchObject({ code: 'aborted' });
    expect((await child.generate(order(), how())).text).toMatch(/^\{"a":/);
    await child.drain(5000);
  });

  it('takes special tokens that a person typed as ordinary text', async () => {
    for (const [family, special] of [
      ['qwen2', '<|im_end|>'],
      ['mistral', '[/INST]'],
      ['llama3', '<|eot_id|>'],
    ] as const) {
      const { child } = await startChild(writeTinyModel(folder, family));
      const { promptTokens: without } = await child.generate(order({ user: '' }), how());
      const { promptTokens: typed } = await child.generate(order({ user: special }), how());
      // As a control token it would be one; as text each of its letters has its own.
      expect(typed - without).toBeGreaterThanOrEqual(special.length);
      await child.drain(5000);
    }
  });

  it('is answered at once when the process is killed under it, with its subject named', async () => {
    const { child, exit } = await startChild(writeTinyModel(folder, 'qwen2'));
    const lost = child.generate(order({ grammar: 'endless', maxTokens: 400, subject: 'brief-1' }), how());
    process.kill(child.pid ?? 0, 'SIGKILL');
    await expect(lost).rejects.toBeInstanceOf(ModelFailed);
    expect(await exit).toMatchObject({ refusal: null, inFlight: ['brief-1'], cause: 'ended with SIGKILL' });
  });

  it('is answered by its deadline when the process hangs, and the process is killed for its silence', async () => {
    const { child, exit } = await startChild(writeTinyModel(folder, 'qwen2'));
    // The first beat must have come: silence is measured from it.
    while (child.rss === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(child.pid ?? 0, 'SIGSTOP');
    await expect(child.generate(order(), how(AbortSignal.timeout(50)))).rejects.toMatchObject({ code: 'deadline' });
    expect((await exit).cause).toMatch(/^no heartbeat/);
  });
});

describe('a file that will not do', () => {
  it('is refused with its reason: another chat format, a bad grammar, too little memory', async () => {
    const path = writeTinyModel(folder, 'qwen2');
    const refusals = [
      [{ wrappers: ['Mistral'] }, 'wrong_wrapper', /ChatML/],
      [{ grammars: { broken: 'root ::= (' } }, 'bad_grammar', /broken/],
      [{ contextSize: 131_072, sequences: 32_000 }, 'insufficient_memory', /GB/],
    ] as const;
    for (const [over, code, cause] of refusals) {
      const { exit } = await startChild(path, over);
      expect(await exit).toMatchObject({ refusal: code, cause: expect.stringMatching(cause) });
    }
  });

  it('ends at most its own process: truncated, emptied, lying about its counts, or not a model', async () => {
    const whole = writeTinyModel(folder, 'mistral');
    mkdirSync(join(folder, 'bad'), { recursive: true });
    const damaged = (name: string, how: (path: string) => void): string => {
      const path = join(folder, 'bad', name);
      copyFileSync(whole, path);
      how(path);
      return path;
    };
    const u64 = (at: number, value: bigint) => (path: string) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(value);
      writeSync(openSync(path, 'r+'), bytes, 0, 8, at);
    };
    const files = [
      damaged('cut.gguf', (path) => truncateSync(path, readFileSync(path).length / 2)),
      damaged('head.gguf', (path) => truncateSync(path, 24)),
      damaged('tensors.gguf', u64(8, 2n ** 60n)),
      damaged('keys.gguf', u64(16, 2n ** 40n)),
      damaged('text.gguf', (path) => writeFileSync(path, 'GGUF but not one')),
    ];
    for (const path of files) {
      const { exit } = await startChild(path);
      expect((await exit).cause, path).not.toBeNull();
      if (!path.endsWith('cut.gguf'))
        await expect(inspectInChild({ modelPath: path, contextSize: 512, sequences: 1, gpu: false }, 10_000)).rejects.toThrow();
    }
  }, 120_000);
});
