import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PLAIN_READING } from '#domain/brief/plain-reading.ts';
import type { Reading } from '#domain/brief/reading.ts';
import { MODES } from '#domain/run/mode.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { ReadingCache } from '#server/cache/reading-cache.ts';
import { MemoryStore } from '#server/cache/store.ts';
import { CACHE_FILE, resolveCache } from '#server/config/cache.ts';
import { ENSEMBLE_FILE, type EnsembleConfig, resolveEnsemble, type Seat } from '#server/config/ensemble.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { type ModelAnswer, parseModelAnswer } from './model-answer.ts';
import type { GenerateOrder, Generation } from './protocol.ts';
import { type Embedded, type ReadInput, readBriefWithLadder } from './read-with-ladder.ts';
import { NOTHING_SAID } from './roles/reader.ts';
import { type Models, NO_MODELS } from './supervisor/ensemble.ts';
import { ModelFailed } from './supervisor/model-child.ts';

const catalogue = readSeedCatalogue();
const file = readYamlFile(fileURLToPath(ENSEMBLE_FILE));
const HINTS = [
  '첫 숨에 열리는 물빛의 결',
  '가운데서 번지는 젖은 꽃잎',
  '살에 남는 마른 나무의 온기',
  '가까이에서 들리는 잔향의 대비',
  '비워 둔 자리의 맑은 숨',
];
const ANSWERS: Readonly<Record<Seat, string>> = {
  qwen: JSON.stringify({ ...NOTHING_SAID, m: ['musk'], y: ['winter'] }),
  mistral: '{"d":["unclear:style"]}',
  llama: JSON.stringify({ h: HINTS }),
};

const plain: Reading = {
  ...PLAIN_READING,
  confidence: 0.5,
  evidence: [{ path: 'notes_preference.floral', start: 0, end: 1, text: '꽃', confidence: 0.9 }],
};

/** A stand-in for the rules: two spellings of one wish have one key; a brief with a question mark has none. */
const embedded: Embedded = {
  catalogue,
  facts: 'test',
  read: (brief) => {
    const canonical = [...brief.replace(/\s/g, '')].sort().join('');
    return { reading: plain, canonical, key: brief.includes('?') ? null : canonical };
  },
  guard: () => '',
  validate: () => ({ ok: true, issues: [], checked: ['schema', 'units', 'ifra', 'logic'], by: ['rules'] }),
  hints: () => ['가', '나', '다', '라', '마'],
};

type Reply = (order: GenerateOrder, signal: AbortSignal) => Promise<string>;

/** Models that answer as told; every order is kept. */
function fakeModels(
  replies: Partial<Record<Seat, Reply>> = {},
  down: readonly Seat[] = [],
): { models: Models; orders: [Seat, GenerateOrder][] } {
  const orders: [Seat, GenerateOrder][] = [];
  return {
    orders,
    models: {
      weights: true,
      health: () => ({ qwen: !down.includes('qwen'), mistral: !down.includes('mistral'), llama: !down.includes('llama') }),
      generate: async (seat, order, { signal, onText }): Promise<Generation> => {
        orders.push([seat, order]);
        const text = await (replies[seat] ?? (async () => ANSWERS[seat]))(order, signal);
        for (let at = 0; at < text.length; at += 7) onText(text.slice(at, at + 7));
        return { text, promptTokens: 1, reusedTokens: 0, outputTokens: 1, firstTokenMs: 1, ms: 1 };
      },
    },
  };
}

interface Seen {
  fields: string[];
  hints: string[];
  modes: unknown[];
}

function inputFor(over: Partial<ReadInput> = {}): { input: ReadInput; seen: Seen } {
  const seen: Seen = { fields: [], hints: [], modes: [] };
  const input: ReadInput = {
    brief: '꽃향',
    mode: 'creative',
    config: configWith({}),
    models: NO_MODELS,
    cache: null,
    tenant: 'me',
    embedded,
    quarantine: null,
    signal: new AbortController().signal,
    onField: ({ path }) => seen.fields.push(path),
    onHint: ({ i, text, servedBy }) => seen.hints.push(`${i} ${text} ${servedBy}`),
    onMode: (change) => seen.modes.push(change),
    ...over,
  };
  return { input, seen };
}

function configWith(overlay: Record<string, unknown>): EnsembleConfig {
  return resolveEnsemble({ file, profile: 'development', overlay });
}

function makeCache(): ReadingCache<ModelAnswer> {
  const config = resolveCache({ file: readYamlFile(fileURLToPath(CACHE_FILE)) });
  return new ReadingCache({
    store: new MemoryStore(() => performance.now()),
    config: () => config,
    now: () => performance.now(),
    parse: parseModelAnswer,
    onError: (error) => {
      throw error;
    },
  });
}

const dies: Reply = () => Promise.reject(new ModelFailed('died', 'ended with SIGKILL'));
const never: Reply = (_order, signal) =>
  new Promise((_resolve, reject) => {
    const late = (): void => reject(new ModelFailed('deadline', 'late'));
    if (signal.aborted) late();
    signal.addEventListener('abort', late, { once: true });
  });

describe('a hint while it is written', () => {
  it('is told piece by piece at the place it will have, and never a piece too short to mean anything', async () => {
    const told: string[] = [];
    const { models } = fakeModels();
    const { input, seen } = inputFor({ models, onText: ({ i, text }) => told.push(`${i} ${text}`) });
    await readBriefWithLadder(input);
    expect(seen.hints).toHaveLength(HINTS.length);
    expect(told.length).toBeGreaterThan(0);
    for (const piece of told) {
      const [i = '', ...words] = piece.split(' ');
      const text = words.join(' ');
      expect(text.length).toBeGreaterThanOrEqual(8);
      expect(HINTS[Number(i)]?.startsWith(text), piece).toBe(true);
    }
  });
});

describe('reading without weights', () => {
  it('serves every mode as asked by the embedded engines, with no reason, no banner and no model asked', async () => {
    for (const mode of MODES) {
      const { input, seen } = inputFor({ mode, cache: makeCache() });
      const output = await readBriefWithLadder(input);
      expect(output).toMatchObject({ servedMode: mode, reasons: [], servedBy: { read: 'embedded', validate: 'rules' } });
      expect(output.hints).toHaveLength(mode === 'creative' ? 5 : 0);
      expect([seen.fields, seen.modes]).toEqual([['notes_preference'], []]);
    }
  });

  it('is unavailable when the embedded engine is switched off', async () => {
    const { input } = inputFor({ config: configWith({ embedded: false }) });
    await expect(readBriefWithLadder(input)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('reading with all three models', () => {
  it('refines the rules’ reading, adds doubts and streams hints', async () => {
    const { models, orders } = fakeModels();
    const { input, seen } = inputFor({ models });
    const output = await readBriefWithLadder(input);
    expect(output.servedMode).toBe('creative');
    expect(output.servedBy).toEqual({ read: 'qwen', validate: 'rules+mistral', hints: 'llama' });
    expect(output.reading.season).toEqual(['winter']);
    expect(output.validation.issues.map(({ code }) => code)).toEqual(['doubt_unclear']);
    expect(output.hints).toEqual(HINTS);
    expect(seen.hints).toEqual(HINTS.map((text, i) => `${i} ${text} llama`));
    expect(seen.fields).toContain('season');
    expect(orders.map(([seat]) => seat)).toEqual(['qwen', 'mistral', 'llama']);
  });

  it('gives each role its tokens and keeps JSON roles cool', async () => {
    const { models, orders } = fakeModels();
    await readBriefWithLadder(inputFor({ models }).input);
    expect(orders.map(([seat, { maxTokens, temperature }]) => [seat, maxTokens, temperature])).toEqual([
      ['qwen', 1024, 0.3],
      ['mistral', 256, 0.3],
      ['llama', 1024, 0.8],
    ]);
  });

  it('asks only the reader in fast mode', async () => {
    const { models, orders } = fakeModels();
    const output = await readBriefWithLadder(inputFor({ models, mode: 'fast' }).input);
    expect([orders.length, output.servedMode, output.hints]).toEqual([1, 'fast', []]);
  });
});

describe('when something fails', () => {
  it('answers by rules when the reader dies, and says which model and what it became', async () => {
    const { models } = fakeModels({ qwen: dies }, []);
    const { input, seen } = inputFor({ models, mode: 'fast' });
    const output = await readBriefWithLadder(input);
    expect(output).toMatchObject({ servedMode: 'emergency', reasons: ['qwen_down'], servedBy: { read: 'embedded' } });
    expect(seen.modes).toEqual([{ requested: 'fast', from: 'fast', to: 'emergency', reasons: ['qwen_down'] }]);
  });

  it('serves fast and keeps Llama’s hints when only Mistral is down', async () => {
    const output = await readBriefWithLadder(inputFor({ models: fakeModels({}, ['mistral']).models }).input);
    expect(output).toMatchObject({ servedMode: 'fast', reasons: ['mistral_down'], servedBy: { validate: 'rules', hints: 'llama' } });
  });

  it('answers by the deadline when a model hangs, and names time as the cause', async () => {
    const config = configWith({ modes: { fast: { timeout_s: 0.2 } } });
    const began = performance.now();
    const output = await readBriefWithLadder(inputFor({ models: fakeModels({ qwen: never }).models, mode: 'fast', config }).input);
    expect(output).toMatchObject({ servedMode: 'emergency', reasons: ['time'] });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('steps down a stair for a long wait only when an admin has set a limit, and names load as the cause', async () => {
    const { models } = fakeModels();
    expect(await readBriefWithLadder(inputFor({ models, waitedS: 600 }).input)).toMatchObject({ servedMode: 'creative', reasons: [] });
    const { input, seen } = inputFor({ models, waitedS: 61, config: configWith({ ladder: { wait_s: 60 } }) });
    expect(await readBriefWithLadder(input)).toMatchObject({ servedMode: 'balanced', reasons: ['load'], hints: [] });
    expect(seen.modes).toEqual([{ requested: 'creative', from: 'creative', to: 'balanced', reasons: ['load'] }]);
  });

  it('does not take a babbled answer, and says so', async () => {
    for (const text of ['lorem ipsum', '{"s":"woody"}', '', ANSWERS.qwen.slice(0, 20)]) {
      const output = await readBriefWithLadder(inputFor({ models: fakeModels({ qwen: async () => text }).models, mode: 'fast' }).input);
      expect(output).toMatchObject({ servedMode: 'emergency', reasons: ['unusable_answer'] });
    }
  });

  it('replaces hints that broke off by templates, place by place', async () => {
    const broken: Reply = async () => `{"h":["${HINTS[0]}","`;
    const { input, seen } = inputFor({ models: fakeModels({ llama: broken }).models });
    const output = await readBriefWithLadder(input);
    expect(output).toMatchObject({ servedMode: 'balanced', servedBy: { hints: 'templates' }, hints: ['가', '나', '다', '라', '마'] });
    expect(seen.hints.slice(0, 2)).toEqual([`0 ${HINTS[0]} llama`, '0 가 templates']);
  });

  it('stops with the caller’s own reason when the caller gives up', async () => {
    const cancel = new AbortController();
    const reading = readBriefWithLadder(inputFor({ models: fakeModels({ qwen: never }).models, signal: cancel.signal }).input);
    cancel.abort(new Error('cancelled by the designer'));
    await expect(reading).rejects.toThrow('cancelled by the designer');
  });

  it('answers a brief by rules once it has ended two model processes', async () => {
    const { models, orders } = fakeModels();
    const quarantine = { crashes: async () => 2, crashed: async () => undefined, survived: async () => undefined };
    const output = await readBriefWithLadder(inputFor({ models, quarantine, mode: 'fast' }).input);
    expect(output).toMatchObject({ servedMode: 'emergency', reasons: ['quarantined'] });
    expect(orders).toEqual([]);
  });
});

describe('with the cache', () => {
  it('serves an equal brief without asking a model, with evidence in its own words', async () => {
    const cache = makeCache();
    const first = fakeModels();
    await readBriefWithLadder(inputFor({ models: first.models, cache, brief: '꽃 향' }).input);
    const second = fakeModels();
    const { input, seen } = inputFor({ models: second.models, cache, brief: '향 꽃' });
    const output = await readBriefWithLadder(input);
    expect(second.orders).toEqual([]);
    expect(output).toMatchObject({ servedBy: { read: 'cache' }, servedMode: 'creative', cached: { tier: 'creative' }, hints: HINTS });
    expect(output.reading.evidence.at(-1)?.text).toBe('향 꽃');
    expect(seen.hints).toHaveLength(5);
  });

  it('does not serve a lower tier, another owner, or a brief that could not be read for sure', async () => {
    const cache = makeCache();
    await readBriefWithLadder(inputFor({ models: fakeModels().models, cache, mode: 'fast' }).input);
    await readBriefWithLadder(inputFor({ models: fakeModels().models, cache, mode: 'fast', brief: '꽃향?' }).input);
    for (const over of [
      { mode: 'balanced' as const },
      { tenant: 'you', mode: 'fast' as const },
      { brief: '꽃향?', mode: 'fast' as const },
    ]) {
      const { models, orders } = fakeModels();
      await readBriefWithLadder(inputFor({ models, cache, ...over }).input);
      expect(orders.length).toBeGreaterThan(0);
    }
  });

  it('serves any model’s answer while the reader is down, and calls it an emergency answer', async () => {
    const cache = makeCache();
    await readBriefWithLadder(inputFor({ models: fakeModels().models, cache, mode: 'fast' }).input);
    const output = await readBriefWithLadder(inputFor({ models: fakeModels({}, ['qwen']).models, cache }).input);
    expect(output).toMatchObject({ servedBy: { read: 'cache' }, servedMode: 'emergency', cached: { tier: 'fast' } });
    expect(output.reasons).toEqual(['qwen_down']);
  });

  it('asks once for fifty equal briefs under way together', async () => {
    const cache = makeCache();
    const { models, orders } = fakeModels();
    const all = await Promise.all(Array.from({ length: 50 }, () => readBriefWithLadder(inputFor({ models, cache, mode: 'fast' }).input)));
    expect(orders).toHaveLength(1);
    expect(new Set(all.map(({ reading }) => JSON.stringify(reading))).size).toBe(1);
  });

  it('does not let one caller’s cancellation fail another that waits for the same answer', async () => {
    const cache = makeCache();
    const cancel = new AbortController();
    let asked = 0;
    const slowOnce: Reply = (order, signal) => (asked++ === 0 ? never(order, signal) : Promise.resolve(ANSWERS.qwen));
    const { models } = fakeModels({ qwen: slowOnce });
    const first = readBriefWithLadder(inputFor({ models, cache, mode: 'fast', signal: cancel.signal }).input);
    await new Promise((resolve) => setImmediate(resolve));
    const second = readBriefWithLadder(inputFor({ models, cache, mode: 'fast' }).input);
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect((await second).servedBy.read).toBe('qwen');
  });
});
