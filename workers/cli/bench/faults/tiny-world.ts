import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import type { EnsembleConfig, Seat } from '#server/config/ensemble.ts';
import type { Plain } from '#server/config/read-yaml.ts';
import { orderFor } from '#workers/llm/ask-model.ts';
import { embeddedOf } from '#workers/llm/embedded.ts';
import type { GenerateOrder } from '#workers/llm/protocol.ts';
import type { Embedded } from '#workers/llm/read-with-ladder.ts';
import { hinterPrompt, parseHints } from '#workers/llm/roles/hinter.ts';
import { parseReaderWords, readerPrompt } from '#workers/llm/roles/reader.ts';
import { parseValidatorWords, validatorPrompt } from '#workers/llm/roles/validator.ts';
import type { Ensemble, EnsembleOptions } from '#workers/llm/supervisor/ensemble.ts';
import { installTinyModels, tinyConfig, tinyEnsemble } from '#workers/llm/testing/tiny-ensemble.ts';

/** Room for the longest answer that random weights can wander to within a grammar. */
const MOST_TOKENS = 3000;
const LOAD_MS = 120_000;

export interface TinyWorld extends AsyncDisposable {
  readonly catalogue: Catalogue;
  readonly embedded: Embedded;
  readonly config: EnsembleConfig;
  readonly ensemble: Ensemble;
}

/** Three synthetic models in real child processes, up and ready. Disposed: processes gone, files deleted. */
export async function openTinyWorld(overlay: Plain = {}, options: Partial<EnsembleOptions> = {}): Promise<TinyWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-world-'));
  installTinyModels(folder);
  const catalogue = readSeedCatalogue();
  const config = tinyConfig(folder, overlay);
  const ensemble = tinyEnsemble(config, catalogue, options);
  ensemble.start();
  await ensemble.settled(AbortSignal.timeout(LOAD_MS));
  const { qwen, mistral, llama } = ensemble.health();
  if (!qwen || !mistral || !llama) throw new Error(`not all models came up: ${JSON.stringify(ensemble.reports())}`);
  return {
    catalogue,
    config,
    ensemble,
    embedded: seedEmbedded(),
    async [Symbol.asyncDispose]() {
      await ensemble.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The embedded engines over the shipped catalogue and lexicon. */
export function seedEmbedded(): Embedded {
  return embeddedOf({ catalogue: readSeedCatalogue(), lexicon: readSeedLexicon() }, 1);
}

/** A role's question about a brief, and whether an answer is one. */
export function roleQuestion(
  world: Pick<TinyWorld, 'embedded' | 'config'>,
  role: Seat,
  brief: string,
  seed: number,
): { order: GenerateOrder; valid: (text: string) => boolean } {
  const { reading } = world.embedded.read(brief);
  const prompt =
    role === 'qwen' ? readerPrompt(brief, 'creative') : role === 'mistral' ? validatorPrompt(brief, reading) : hinterPrompt(brief, reading);
  const parse = { qwen: parseReaderWords, mistral: parseValidatorWords, llama: parseHints }[role];
  const order = orderFor(role, prompt, 'creative', world.config, { timeoutMs: 60_000, subject: `brief-${seed}` });
  return { order: { ...order, maxTokens: MOST_TOKENS, temperature: 0.8, seed }, valid: (text) => parse(text) !== null };
}

const PARTS = {
  wish: [
    '상큼한 시트러스',
    '은은한 꽃향',
    '장미 말고 머스크',
    '비 온 뒤의 숲',
    '달지 않은 바닐라',
    '차가운 겨울 공기',
    '깨끗한 비누 향',
    '따뜻한 앰버',
    'a dry woody scent',
    '풀잎과 이슬',
  ],
  turn: [
    '너무 진하지 않게',
    '오래 남게',
    '가볍게',
    '여름에 쓸',
    '디퓨저로',
    '남자친구 선물로',
    '출근할 때',
    '',
    '하루 종일',
    'for an evening out',
  ],
  tail: ['부탁해요', '만들어 주세요', '🙂', '!!', '...', '느낌으로', '', '으로', '(30ml)', '"작은따옴표"'],
} as const;

/** A brief of its own for every number below a thousand; Korean, some English, emoji and quotes. */
export function sampleBrief(i: number): string {
  const { wish, turn, tail } = PARTS;
  return [wish[i % 10], turn[Math.floor(i / 10) % 10], tail[Math.floor(i / 100) % 10]].filter(Boolean).join(' ');
}

/** The value below which a share `q` of the sorted numbers lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
