import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '#domain/error.ts';
import type { Quantisation } from '#server/config/ensemble.ts';
import { expectedHash, fileNameOf, installedFile, type ModelEntry, pin, requireInside, sha256Of } from './manifest.ts';

/** Fetches a manifest's uri into a folder under a name, going on where an earlier try stopped. Returns the file's path. */
export type Download = (wanted: {
  readonly uri: string;
  readonly folder: string;
  readonly fileName: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}) => Promise<string>;

export type Checked = 'matches' | 'pinned' | 'mismatch';

/** The library's downloader: several connections, resumes a broken file, retries when asked to wait. */
export const downloadFromHub: Download = async ({ uri, folder, fileName, signal, onProgress }) => {
  const { resolveModelFile } = await import('node-llama-cpp');
  return resolveModelFile(uri, {
    directory: folder,
    fileName,
    cli: false,
    verify: true,
    deleteTempFileOnCancel: false,
    signal,
    onProgress: ({ downloadedSize, totalSize }) => onProgress(downloadedSize, totalSize),
  });
};

/**
 * Installs a model's file: licence first, then the file, then its checksum. A file whose checksum is not the expected
 * one is set aside under another name and never loaded. Throws bad_input and conflict.
 */
export async function pullModel({
  entry,
  quantisation,
  modelsDir,
  acceptLicence,
  signal,
  download = downloadFromHub,
  onProgress = () => undefined,
}: {
  entry: ModelEntry;
  quantisation: Quantisation;
  modelsDir: string;
  acceptLicence: boolean;
  signal: AbortSignal;
  download?: Download;
  onProgress?: (step: 'download' | 'checksum', done: number, total: number) => void;
}): Promise<{ path: string; sha256: string; checked: Exclude<Checked, 'mismatch'> }> {
  const file = entry.files[quantisation];
  if (!file) {
    const choices = Object.keys(entry.files);
    throw new DomainError(
      'bad_input',
      `${entry.id} has no ${quantisation}; it has ${choices.join(', ')}`,
      '이 모델에는 그 양자화 파일이 없어요.',
      { choices },
    );
  }
  const { licence } = entry;
  if (licence.accept && !acceptLicence) {
    const sentence = `${entry.name}의 라이선스(${licence.name})를 읽고 --accept-licence 를 붙여 다시 실행해 주세요.`;
    throw new DomainError('bad_input', `${licence.name} must be accepted: ${licence.url}. ${licence.card}`, sentence, { licence });
  }
  mkdirSync(modelsDir, { recursive: true });
  const fileName = fileNameOf(entry, quantisation);
  const path = await download({
    uri: file.uri,
    folder: modelsDir,
    fileName,
    signal,
    onProgress: (done, total) => onProgress('download', done, total),
  });
  requireInside(modelsDir, path);
  const checked = await verifyFile(modelsDir, entry, quantisation, (done, total) => onProgress('checksum', done, total));
  if (checked.result !== 'mismatch') return { path, sha256: checked.sha256, checked: checked.result };
  renameSync(path, `${path}.rejected`);
  throw new DomainError(
    'conflict',
    `${fileName}: sha-256 is ${checked.sha256}, expected ${checked.expected}; the file was set aside as ${fileName}.rejected`,
    '받은 파일의 체크섬이 달라요. 파일을 쓰지 않고 따로 두었어요. 다시 받아 주세요.',
  );
}

/** Compares an installed file with what is expected of it; without an expectation its checksum becomes one. */
export async function verifyFile(
  modelsDir: string,
  entry: ModelEntry,
  quantisation: Quantisation,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<{ result: Checked; sha256: string; expected: string | null }> {
  const path = installedFile(modelsDir, entry, quantisation);
  if (path === null) {
    const sentence = '설치된 파일이 없어요. models pull 로 먼저 받아 주세요.';
    throw new DomainError('not_found', `${join(modelsDir, fileNameOf(entry, quantisation))} is not there`, sentence);
  }
  const sha256 = await sha256Of(path, onProgress);
  const expected = expectedHash(modelsDir, entry, quantisation);
  if (expected === null) pin(modelsDir, fileNameOf(entry, quantisation), sha256);
  return { result: expected === null ? 'pinned' : expected === sha256 ? 'matches' : 'mismatch', sha256, expected };
}
