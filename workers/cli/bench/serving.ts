import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { GenerateOrder, LoadOrder } from '#workers/llm/protocol.ts';
import { ModelChild } from '#workers/llm/supervisor/model-child.ts';
import { QUANTISATIONS, REAL_SHAPES, type RealShape, writeRealShape, writeThroughputModel } from '#workers/llm/testing/synthetic-model.ts';
import { type CliIo, EXIT, type Verb } from '../verb.ts';
import { positiveInteger } from './positive-integer.ts';

const SEQUENCES = 4;
/** One upper-case letter is one token of every synthetic vocabulary, so that this many are generated exactly. */
const TOKENS = 256;
const PAIRS = 5;
const BAR = 0.95;
const GRAMMAR = `root ::= [A-Z]{${TOKENS}}`;
const BATCHES = [1, 2, 4, 8];

/** Tokens each mode may spend on its critical path: reader, then validator beside hinter. */
const MODE_TOKENS = { fast: 256, balanced: 512 + 128, creative: 1024 + 1024 } as const;
const MODE_TIMEOUT_S = { fast: 8, balanced: 12, creative: 20 } as const;

export const bench: Verb = {
  summary: 'bench serving: decoding speed through the whole worker path against the bare library',
  help: `bench serving [--pairs 5]
  a model of 19 million random weights, ${SEQUENCES} sequences × ${TOKENS} tokens, bare and through the child in turn:
  {bare_tokens_per_s, worker_tokens_per_s, ratio (median), bar ${BAR}, ok}
bench serving --shape ${Object.keys(REAL_SHAPES).join('|')} [--quantisation Q4_K_M|Q8_0|F16|all] [--folder DIR]
  random weights in a real model's shape on this machine's GPU: a line per quantisation with load time, tokens per second
  at batch ${BATCHES.join('/')}, and the seconds each mode's budget takes beside its timeout. Files of 4–16 GB are written to DIR.`,
  async run(io, args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        pairs: { type: 'string', default: String(PAIRS) },
        shape: { type: 'string' },
        quantisation: { type: 'string', default: 'all' },
        folder: { type: 'string' },
      },
    });
    const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'serving-'));
    try {
      if (values.shape === undefined) return await againstBare(io, folder, positiveInteger(values.pairs, '--pairs'));
      const shape = Object.keys(REAL_SHAPES).find((name) => name === values.shape) as RealShape | undefined;
      if (!shape) {
        io.progress(bench.help);
        return EXIT.usage;
      }
      return await realShape(io, folder, shape, values.quantisation);
    } finally {
      if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** One measured round: by the wall clock, and by the processor time that a busy machine does not distort. */
interface Round {
  readonly tokensPerSecond: number;
  /** Of all processes that take part; NaN where the system does not say. */
  readonly cpuMsPerToken: number;
}

async function againstBare(io: CliIo, folder: string, pairs: number): Promise<number> {
  const modelPath = writeThroughputModel(folder);
  const bare: Round[] = [];
  const worker: Round[] = [];
  for (let pair = 0; pair < pairs && !io.signal.aborted; pair++) {
    // In turn, and who goes first alternates: a busy machine then slows both alike.
    const both = [async () => bare.push(await bareRound(modelPath)), async () => worker.push(await workerRound(modelPath))];
    for (const run of pair % 2 === 0 ? both : both.toReversed()) await run();
    io.progress(
      `  pair ${pair + 1}: bare ${Math.round(bare.at(-1)?.tokensPerSecond ?? 0)}, worker ${Math.round(worker.at(-1)?.tokensPerSecond ?? 0)} tokens/s`,
    );
  }
  const ratioOf = (of: (bare: Round, worker: Round) => number): number =>
    round3(median(bare.map((one, index) => of(one, worker[index] ?? one))));
  const ratio = ratioOf((one, other) => other.tokensPerSecond / one.tokensPerSecond);
  const ok = ratio >= BAR;
  await io.answer({
    pairs: bare.length,
    sequences: SEQUENCES,
    tokens: TOKENS,
    bare_tokens_per_s: Math.round(median(bare.map(({ tokensPerSecond }) => tokensPerSecond))),
    worker_tokens_per_s: Math.round(median(worker.map(({ tokensPerSecond }) => tokensPerSecond))),
    ratio,
    cpu_ratio: ratioOf((one, other) => one.cpuMsPerToken / other.cpuMsPerToken),
    bar: BAR,
    ok,
    load_average: loadavg()[0],
  });
  return ok ? EXIT.allAnswered : EXIT.someErrors;
}

/** The library alone in a process of its own, driven by nothing but itself. */
function bareRound(modelPath: string): Promise<Round> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('../../llm/testing/bare-decode.ts', import.meta.url), [
      modelPath,
      GRAMMAR,
      String(SEQUENCES),
      String(TOKENS),
    ]);
    let result: Round | null = null;
    child.on('message', (value: Round) => {
      result = value;
    });
    child.on('exit', (code) => (result === null ? reject(new Error(`the bare run ended with ${code}`)) : resolve(result)));
  });
}

/** The same through the child: its processor time and this process's own count. */
async function workerRound(modelPath: string): Promise<Round> {
  const { child } = await startChild({ ...plainOrder(modelPath), gpu: false, threads: 1 });
  try {
    await batch(child, SEQUENCES);
    const own = process.cpuUsage();
    const theirs = cpuMsOf(child.pid);
    const { tokensPerSecond } = await batch(child, SEQUENCES);
    const { user, system } = process.cpuUsage(own);
    const cpuMs = cpuMsOf(child.pid) - theirs + (user + system) / 1000;
    return { tokensPerSecond, cpuMsPerToken: cpuMs / (SEQUENCES * TOKENS) };
  } finally {
    await child.drain(5000);
  }
}

/** Processor time of another process so far; /proc counts hundredths of a second. */
function cpuMsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN; // no /proc on this system: the ratio by processor time is then not a number
  }
}

/** Quantisations of one shape side by side. Numbers from a machine without a GPU are printed as such and claim nothing. */
async function realShape(io: CliIo, folder: string, shape: RealShape, asked: string): Promise<number> {
  for (const quantisation of QUANTISATIONS.filter((name) => asked === 'all' || name === asked)) {
    io.progress(`  ${shape} ${quantisation}: writing and loading`);
    const modelPath = writeRealShape(folder, shape, quantisation);
    const { child, loadMs } = await startChild({ ...plainOrder(modelPath), gpu: true, threads: 4, sequences: Math.max(...BATCHES) });
    try {
      await batch(child, 1);
      const rates: Record<string, number> = {};
      for (const size of BATCHES) rates[`batch_${size}`] = Math.round((await batch(child, size)).tokensPerSecond);
      const one = rates.batch_1 ?? Number.NaN;
      const modes = Object.fromEntries(
        (['fast', 'balanced', 'creative'] as const).map((mode) => [
          mode,
          { seconds: Math.round((MODE_TOKENS[mode] / one) * 10) / 10, timeout_s: MODE_TIMEOUT_S[mode] },
        ]),
      );
      const { gpu, gpuLayers } = child.report ?? {};
      await io.answer({
        shape,
        quantisation,
        gpu: gpu ?? 'none',
        gpu_layers: gpuLayers,
        load_s: Math.round(loadMs / 100) / 10,
        tokens_per_s: rates,
        four_over_one: Math.round(((rates.batch_4 ?? 0) / one) * 100) / 100,
        modes_at_full_budget: modes,
      });
    } finally {
      await child.drain(10_000);
    }
  }
  return EXIT.allAnswered;
}

function plainOrder(modelPath: string): LoadOrder {
  return {
    modelPath,
    wrappers: ['ChatML', 'Mistral', 'Llama 3', 'Qwen', 'JinjaTemplate'],
    gpu: false,
    threads: 1,
    contextSize: 1024,
    sequences: SEQUENCES,
    batchSize: 512,
    grammars: { letters: GRAMMAR },
    warmSystemPrompt: null,
  };
}

async function startChild(order: LoadOrder): Promise<{ child: ModelChild; loadMs: number }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child: ModelChild = new ModelChild(order, {
      heartbeatMs: 1000,
      missedBeats: 30,
      stallMs: 120_000,
      loadTimeoutMs: 600_000,
      onState: (state) => state === 'ready' && resolve({ child, loadMs: performance.now() - began }),
      onExit: ({ cause }) => reject(new Error(cause ?? 'drained')),
    });
  });
}

/** `size` answers of TOKENS letters at once. The grammar ends each, so the token limit only has to be above it. */
async function batch(child: ModelChild, size: number): Promise<{ tokensPerSecond: number }> {
  const order = (index: number): GenerateOrder => ({
    id: `${performance.now()}-${index}`,
    subject: 'bench',
    system: 'Write letters.',
    user: `sequence ${index}`,
    grammar: 'letters',
    maxTokens: TOKENS + 8,
    temperature: 0.8,
    topP: 0.95,
    seed: index + 1,
    timeoutMs: 600_000,
  });
  const how = { signal: new AbortController().signal, onText: () => undefined };
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: size }, (_, index) => child.generate(order(index), how)));
  const seconds = (performance.now() - began) / 1000;
  const made = answers.reduce((sum, { outputTokens }) => sum + outputTokens, 0);
  if (made < size * TOKENS) throw new Error(`${made} tokens instead of ${size * TOKENS}`);
  return { tokensPerSecond: made / seconds };
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
