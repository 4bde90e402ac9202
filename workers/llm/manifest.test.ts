import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainError } from '#domain/error.ts';
import { expectedHash, fileNameOf, installedFile, pin, readManifest, requireInside, requireModel, sha256Of } from './manifest.ts';

const manifest = readManifest();
const qwen = requireModel(manifest, 'qwen2.5-7b-instruct');

function freshFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'models-')), 'models');
  mkdirSync(folder);
  return folder;
}

/** Thirty ways to leave a folder that have worked somewhere. */
const TRAVERSALS = [
  '../x.gguf',
  '../../x.gguf',
  '..\\x.gguf',
  '....//x.gguf',
  './../x.gguf',
  '/etc/passwd',
  '/x.gguf',
  '//host/share/x.gguf',
  '\\\\host\\share\\x.gguf',
  'C:\\x.gguf',
  'c:/x.gguf',
  '%2e%2e/x.gguf',
  '%2e%2e%2fx.gguf',
  '..%2fx.gguf',
  '..%5cx.gguf',
  '..%c0%afx.gguf',
  '%252e%252e%252fx.gguf',
  'x.gguf\0',
  '../x.gguf\0.gguf',
  '~/x.gguf',
  '~root/x.gguf',
  '$HOME/x.gguf',
  '`id`.gguf',
  'file:///etc/passwd',
  'http://169.254.169.254/x.gguf',
  'hf:../../x.gguf',
  'a/../../../x.gguf',
  '.',
  '..',
  '',
];

describe('the manifest', () => {
  it('has a default for each seat and a licence card for each model', () => {
    for (const seat of ['qwen', 'mistral', 'llama'] as const) expect(manifest.some((entry) => entry.seats.includes(seat))).toBe(true);
    expect(manifest.every(({ licence }) => licence.card.length > 0)).toBe(true);
    expect(requireModel(manifest, 'llama-3-8b-instruct').licence).toMatchObject({ accept: true });
    expect(manifest.filter(({ korean }) => korean === 'strong').length).toBeGreaterThan(0);
  });

  it('takes none of thirty paths for an id', () => {
    expect(TRAVERSALS).toHaveLength(30);
    for (const path of TRAVERSALS) expect(() => requireModel(manifest, path), JSON.stringify(path)).toThrow(DomainError);
  });
});

describe('an installed file', () => {
  it('is null when it is not there', () => {
    expect(installedFile(freshFolder(), qwen, 'Q4_K_M')).toBeNull();
  });

  it('must be a GGUF that lies in the folder itself', () => {
    const folder = freshFolder();
    const path = join(folder, fileNameOf(qwen, 'Q4_K_M'));
    writeFileSync(path, 'PK..not a model');
    expect(() => installedFile(folder, qwen, 'Q4_K_M')).toThrow(/GGUF/);
    writeFileSync(path, 'GGUF....');
    expect(installedFile(folder, qwen, 'Q4_K_M')).toBe(path);
    const outside = join(folder, '..', 'elsewhere.gguf');
    writeFileSync(outside, 'GGUF....');
    symlinkSync(outside, join(folder, fileNameOf(qwen, 'Q8_0')));
    expect(() => installedFile(folder, qwen, 'Q8_0')).toThrow(/outside/);
    mkdirSync(join(folder, fileNameOf(qwen, 'F16')));
    expect(() => installedFile(folder, qwen, 'F16')).toThrow(/plain file/);
  });

  it('is refused by its real path, however it is spelled', () => {
    const folder = freshFolder();
    for (const path of ['../x.gguf', '/etc/passwd', 'a/../../x.gguf', 'x\0.gguf']) {
      expect(() => requireInside(folder, path.startsWith('/') ? path : join(folder, path))).toThrow(DomainError);
    }
  });

  it('is pinned by its first checksum and compared with it from then on', async () => {
    const folder = freshFolder();
    const path = join(folder, fileNameOf(qwen, 'Q4_K_M'));
    writeFileSync(path, 'GGUF');
    expect(expectedHash(folder, qwen, 'Q4_K_M')).toBeNull();
    pin(folder, fileNameOf(qwen, 'Q4_K_M'), await sha256Of(path));
    // sha-256 of the four letters GGUF, by sha256sum.
    expect(expectedHash(folder, qwen, 'Q4_K_M')).toBe('b83633aa785344791618f2fddf131b010ea04912a60430760b070bad293f65bd');
  });
});
