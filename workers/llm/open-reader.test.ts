import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { freshCtx } from '#server/db/testing/fresh-database.ts';
import { applyDraft, saveDraft } from '#server/services/admin/config/edit-config.ts';
import type { Ctx } from '#server/services/context.ts';
import { readSeats } from '#server/services/model/report-seats.ts';
import { makeLog } from '#server/telemetry/log.ts';
import { makeMetrics } from '#server/telemetry/metrics.ts';
import { embeddedOf } from './embedded.ts';
import { openReader, type Reader } from './open-reader.ts';
import { installTinyModels, TINY_MANIFEST, tinyConfig } from './testing/tiny-ensemble.ts';

const catalogue = readSeedCatalogue();
const embedded = embeddedOf({ catalogue, lexicon: readSeedLexicon() }, 1);

function open(ctx: Ctx, metrics = makeMetrics()): Promise<Reader> {
  const log = makeLog('test', 'silent');
  return openReader({
    name: 'worker-test',
    db: ctx.db,
    catalogue,
    log,
    metrics,
    profile: 'development',
    ensemble: { manifest: TINY_MANIFEST, threads: 1 },
  });
}

function read(reader: Reader, brief: string): ReturnType<Reader['read']> {
  const nothing = (): void => undefined;
  const signal = AbortSignal.timeout(30_000);
  return reader.read({ brief, mode: 'fast', tenant: 'me', embedded, signal, onField: nothing, onHint: nothing, onMode: nothing });
}

/** Puts the tiny models in force through the admin's own way. */
async function configure(ctx: Ctx, modelsDir: string): Promise<void> {
  const { seats, supervision, ladder } = tinyConfig(modelsDir);
  const changes = JSON.parse(
    JSON.stringify({
      models_dir: modelsDir,
      use_gpu: false,
      seats,
      supervision,
      ladder,
      modes: { fast: { max_new_tokens: 2000, timeout_s: 25 } },
    }),
  );
  const { id } = await saveDraft({ ctx, input: { config: 'llm_ensemble', changes } });
  await applyDraft({ ctx, input: { config: 'llm_ensemble', draftId: id } });
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300 && !(await what()); tries++) await sleep(200);
}

it('serves as asked without weights, takes up a model when it is installed, and keeps and finds its answer', async () => {
  const { ctx } = await freshCtx('operator');
  const modelsDir = join(mkdtempSync(join(tmpdir(), 'reader-')), 'models');
  await configure(ctx, modelsDir);
  const metrics = makeMetrics();
  const reader = await open(ctx, metrics);
  try {
    expect(await read(reader, '은은한 장미')).toMatchObject({ servedMode: 'fast', reasons: [], servedBy: { read: 'embedded' } });

    installTinyModels(modelsDir, ['qwen']);
    await until(async () => (await readSeats({ ctx })).some(({ seat, state }) => seat === 'qwen' && state === 'ready'));
    // Ready is not yet relied upon: two good probes, a second apart.
    await until(async () => (await read(reader, `${Math.random()}번째 장미`)).servedBy.read === 'qwen');

    const first = await read(reader, '은은한 장미');
    expect(first).toMatchObject({ servedMode: 'fast', servedBy: { read: 'qwen' }, reasons: [] });
    const again = await read(reader, '은은한 장미 부탁해요!');
    expect(again.servedBy.read).toBe('cache');
    expect(again.reading.notes_preference).toEqual(first.reading.notes_preference);
    expect(await metrics.registry.getSingleMetricAsString('cache_lookups_total')).toContain('result="hit"} 1');

    const seats = await readSeats({ ctx });
    expect(seats.map(({ seat, state }) => [seat, state])).toEqual([
      ['llama', 'absent'],
      ['mistral', 'absent'],
      ['qwen', expect.stringMatching(/ready|busy/)],
    ]);
  } finally {
    await reader.close();
  }
  expect(await readSeats({ ctx })).toEqual([]);
}, 180_000);
