import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENSEMBLE_FILE, resolveEnsemble } from '#server/config/ensemble.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { diagnose } from './diagnose.ts';
import { readManifest, requireModel } from './manifest.ts';
import { type Download, pullModel, verifyFile } from './pull-model.ts';
import { installTinyModels, TINY_MANIFEST, tinyConfig } from './testing/tiny-ensemble.ts';

const manifest = readManifest();
const qwen = requireModel(manifest, 'qwen2.5-7b-instruct');
const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'pull-'));
const signal = new AbortController().signal;

function gives(text: string): { download: Download; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    download: async ({ uri, folder, fileName, onProgress }) => {
      asked.push(uri);
      writeFileSync(join(folder, fileName), text);
      onProgress(text.length, text.length);
      return join(folder, fileName);
    },
  };
}

describe('pulling a model', () => {
  it('asks only for the manifest’s uri, pins the first checksum and matches it the next time', async () => {
    const modelsDir = freshFolder();
    const { download, asked } = gives('GGUF one');
    const pull = () => pullModel({ entry: qwen, quantisation: 'Q4_K_M', modelsDir, acceptLicence: false, signal, download });
    expect((await pull()).checked).toBe('pinned');
    expect((await pull()).checked).toBe('matches');
    expect(new Set(asked)).toEqual(new Set([qwen.files.Q4_K_M?.uri]));
  });

  it('sets a file with another checksum aside, so that it is never loaded', async () => {
    const modelsDir = freshFolder();
    const input = { entry: qwen, quantisation: 'Q4_K_M', modelsDir, acceptLicence: false, signal } as const;
    const { path } = await pullModel({ ...input, download: gives('GGUF one').download });
    await expect(pullModel({ ...input, download: gives('GGUF two').download })).rejects.toMatchObject({ code: 'conflict' });
    expect([existsSync(path), existsSync(`${path}.rejected`)]).toEqual([false, true]);
  });

  it('wants a restricted licence accepted before anything is fetched, and a file the model has', async () => {
    const modelsDir = freshFolder();
    const { download, asked } = gives('GGUF');
    const llama = requireModel(manifest, 'llama-3-8b-instruct');
    const refused = pullModel({ entry: llama, quantisation: 'Q4_K_M', modelsDir, acceptLicence: false, signal, download });
    await expect(refused).rejects.toMatchObject({ code: 'bad_input', messageKo: expect.stringContaining('라이선스') });
    await expect(pullModel({ entry: llama, quantisation: 'F16', modelsDir, acceptLicence: true, signal, download })).rejects.toThrow(
      /Q4_K_M, Q8_0/,
    );
    expect(asked).toEqual([]);
    await pullModel({ entry: llama, quantisation: 'Q8_0', modelsDir, acceptLicence: true, signal, download });
    expect(asked).toHaveLength(1);
  });

  it('notices a file that was changed after it was pinned', async () => {
    const modelsDir = freshFolder();
    const { path } = await pullModel({
      entry: qwen,
      quantisation: 'Q8_0',
      modelsDir,
      acceptLicence: false,
      signal,
      download: gives('GGUF one').download,
    });
    writeFileSync(path, 'GGUF two');
    expect((await verifyFile(modelsDir, qwen, 'Q8_0')).result).toBe('mismatch');
  });
});

describe('the doctor', () => {
  it('says for every absent seat which engine answers and how to get the weights', async () => {
    const file = readYamlFile(fileURLToPath(ENSEMBLE_FILE));
    const rows = await diagnose(resolveEnsemble({ file, profile: 'production', overlay: { models_dir: freshFolder() } }));
    expect(rows.map(({ installed, how }) => [installed, how])).toEqual([
      [false, 'npm run -s fragrance -- models pull qwen2.5-7b-instruct --quantisation Q8_0'],
      [false, 'npm run -s fragrance -- models pull mistral-7b-instruct-v0.3 --quantisation Q8_0'],
      [false, 'npm run -s fragrance -- models pull llama-3-8b-instruct --quantisation Q8_0 --accept-licence'],
    ]);
  });

  it('estimates an installed file from its header: key-value memory, whether it fits, tokens a second', async () => {
    const modelsDir = freshFolder();
    installTinyModels(modelsDir, ['qwen']);
    const [row] = await diagnose(tinyConfig(modelsDir), TINY_MANIFEST);
    // 2 (key and value) × 2 blocks × 2 heads × 16 wide × 2 bytes = 256 bytes a token; × 8,192 × 4 sequences.
    expect(row?.inspection).toMatchObject({ kvBytesPerToken: 256, contextBytes: 8_388_608, where: 'ram', fits: true });
    expect(row?.estimated_tokens_per_s).toBeGreaterThan(0);
    const [damaged] = await diagnose(tinyConfig(modelsDir, { seats: { qwen: { model: 'tiny-mistral' } } }), TINY_MANIFEST);
    expect(damaged?.problem).toMatch(/not installed/);
  });
});
