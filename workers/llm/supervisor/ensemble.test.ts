import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { orderFor } from '../ask-model.ts';
import { fileNameOf } from '../manifest.ts';
import { parseReaderWords, readerPrompt } from '../roles/reader.ts';
import { installTinyModels, TINY_MANIFEST, tinyConfig, tinyEnsemble } from '../testing/tiny-ensemble.ts';

const catalogue = readSeedCatalogue();
const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'ensemble-'));

describe('an ensemble without weights', () => {
  it('says so, starts no process and is up nowhere', async () => {
    const ensemble = tinyEnsemble(tinyConfig(join(freshFolder(), 'none')), catalogue);
    ensemble.start();
    await ensemble.settled(AbortSignal.timeout(5000));
    expect(ensemble.weights).toBe(false);
    expect(ensemble.health()).toEqual({ qwen: false, mistral: false, llama: false });
    expect(ensemble.reports().map(({ state, pid, cause }) => [state, pid, cause])).toEqual(
      ['qwen', 'mistral', 'llama'].map((seat) => ['absent', null, `tiny-${seat} Q4_K_M is not installed`]),
    );
    await ensemble.stop();
  });

  it('takes a file that is no model for absent, and says what is wrong with it', async () => {
    const folder = freshFolder();
    for (const entry of TINY_MANIFEST) writeFileSync(join(folder, fileNameOf(entry, 'Q4_K_M')), 'PK not a model');
    const ensemble = tinyEnsemble(tinyConfig(folder), catalogue);
    expect(ensemble.weights).toBe(false);
    expect(ensemble.reports()[0]?.cause).toMatch(/does not begin with GGUF/);
  });
});

describe('an ensemble with one installed model', () => {
  it('reads, takes up a model that is pulled while it runs, is replaced on request, and lets one go', async () => {
    const folder = freshFolder();
    installTinyModels(folder, ['qwen']);
    const config = tinyConfig(folder);
    const restarts: string[] = [];
    const ensemble = tinyEnsemble(config, catalogue, { events: { onRestart: (seat, reason) => restarts.push(`${seat} ${reason}`) } });
    ensemble.start();
    await ensemble.settled(AbortSignal.timeout(40_000));
    expect([ensemble.weights, ensemble.health()]).toEqual([true, { qwen: true, mistral: false, llama: false }]);

    const order = orderFor('qwen', readerPrompt('장미 말고 머스크', 'fast'), 'fast', config, { timeoutMs: 30_000, subject: 'x' });
    const how = { signal: AbortSignal.timeout(40_000), onText: () => undefined };
    const { text } = await ensemble.generate('qwen', { ...order, maxTokens: 1500 }, how);
    expect(parseReaderWords(text)).not.toBeNull();

    installTinyModels(folder, ['mistral']);
    await ensemble.reconfigure(config);
    await ensemble.settled(AbortSignal.timeout(40_000));
    expect(ensemble.health()).toEqual({ qwen: true, mistral: true, llama: false });
    expect(restarts).toEqual([]);

    const before = ensemble.reports()[0]?.pid;
    await ensemble.recycle(['qwen']);
    await ensemble.settled(AbortSignal.timeout(40_000));
    expect(ensemble.reports()[0]?.pid).not.toBe(before);
    expect(restarts).toEqual(['qwen recycled']);

    rmSync(join(folder, 'tiny-mistral-Q4_K_M.gguf'));
    await ensemble.reconfigure(config);
    expect(ensemble.health().mistral).toBe(false);
    await ensemble.stop();
    expect(ensemble.reports().every(({ up }) => !up)).toBe(true);
  }, 150_000);
});

describe('a seat whose file was refused', () => {
  it('waits behind its breaker, and is tried again at once when someone asks for it', async () => {
    const folder = freshFolder();
    installTinyModels(folder, ['qwen']);
    const manifest = TINY_MANIFEST.map((entry) => ({ ...entry, wrappers: ['Alpaca'] }));
    const restarts: string[] = [];
    const tried = (times: number): Promise<void> => vi.waitFor(() => expect(restarts).toHaveLength(times), { timeout: 40_000 });
    const ensemble = tinyEnsemble(tinyConfig(folder), catalogue, {
      manifest,
      events: { onRestart: (seat, reason) => restarts.push(`${seat} ${reason}`) },
    });
    ensemble.start();
    await tried(1);
    expect(ensemble.reports()[0]).toMatchObject({ state: 'waiting', breaker: 'open', up: false });
    await ensemble.recycle(['qwen']);
    await tried(2);
    expect(restarts).toEqual(['qwen refused', 'qwen refused']);
    await ensemble.stop();
  }, 90_000);
});
