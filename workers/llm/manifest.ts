import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { QUANTISATIONS, type Quantisation, SEATS } from '#server/config/ensemble.ts';
import { checked, readYamlFile } from '#server/config/read-yaml.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const ModelFile = z.strictObject({
  uri: z.string().regex(/^hf:[\w.-]+\/[\w.-]+\/[\w.-]+\.gguf$/, 'must be hf:owner/repository/file.gguf'),
  gigabytes: z.number().positive(),
  sha256: sha256.nullable(),
});

const ModelEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  name: z.string(),
  seats: z.array(z.enum(SEATS)).min(1),
  korean: z.enum(['fair', 'good', 'strong']),
  architecture: z.string(),
  wrappers: z.array(z.string()).min(1),
  licence: z.strictObject({ name: z.string(), url: z.url(), accept: z.boolean(), card: z.string() }),
  files: z.partialRecord(z.enum(QUANTISATIONS), ModelFile),
});
export type ModelEntry = Readonly<z.infer<typeof ModelEntry>>;

const Manifest = z.strictObject({ models: z.array(ModelEntry).min(1) });
const Pins = z.record(z.string(), sha256);

const MANIFEST_FILE = new URL('manifest.yaml', import.meta.url);
const GGUF_MAGIC = 'GGUF';

export function readManifest(path = fileURLToPath(MANIFEST_FILE)): readonly ModelEntry[] {
  return checked(Manifest, readYamlFile(path), basename(path)).models;
}

/** The entry with this id. Anything that is not an id of the manifest is refused before a path is made of it. */
export function requireModel(manifest: readonly ModelEntry[], id: string): ModelEntry {
  const found = manifest.find((entry) => entry.id === id);
  if (found) return found;
  throw new DomainError(
    'not_found',
    `no model ${JSON.stringify(id)} in the manifest`,
    '목록에 없는 모델이에요. models list 로 이름을 확인해 주세요.',
    {
      choices: manifest.map((entry) => entry.id),
    },
  );
}

/** The name of a model's file in the models folder: made from the id, never from input. */
export function fileNameOf(entry: ModelEntry, quantisation: Quantisation): string {
  return `${entry.id}-${quantisation}.gguf`;
}

/**
 * The installed file of a model, or null when it is not installed. The file must be a plain file that lies in the
 * models folder itself (no link out of it) and begin as a GGUF. Throws bad_input otherwise.
 */
export function installedFile(modelsDir: string, entry: ModelEntry, quantisation: Quantisation): string | null {
  const path = join(modelsDir, fileNameOf(entry, quantisation));
  if (!existsSync(path)) return null;
  requireInside(modelsDir, path);
  const stat = lstatSync(path);
  if (!stat.isFile()) throw refused(path, 'is not a plain file');
  const file = openSync(path, 'r');
  try {
    const magic = Buffer.alloc(4);
    readSync(file, magic, 0, 4, 0);
    if (magic.toString('latin1') !== GGUF_MAGIC) throw refused(path, 'does not begin with GGUF');
  } finally {
    closeSync(file);
  }
  return path;
}

/** Throws when the real path of a file leaves the folder, by dots, an absolute name or a symbolic link. */
export function requireInside(folder: string, path: string): void {
  if (path.includes('\0')) throw refused(JSON.stringify(path), 'holds a NUL');
  const inside = relative(realpathSync(folder), existsSync(path) ? realpathSync(path) : resolve(path));
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) throw refused(path, 'lies outside the models folder');
}

function refused(path: string, why: string): DomainError {
  return new DomainError('bad_input', `${path} ${why}`, '모델 폴더의 파일이 올바르지 않아요. models doctor 를 실행해 주세요.');
}

/** sha-256 of a file of any size, read as a stream. */
export async function sha256Of(path: string, onProgress: (done: number, total: number) => void = () => undefined): Promise<string> {
  const total = statSync(path).size;
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    onProgress(done, total);
  }
  return hash.digest('hex');
}

/** Checksums that a first pull pinned, by file name. */
export function readPins(modelsDir: string): Readonly<Record<string, string>> {
  const path = join(modelsDir, 'pinned.json');
  return existsSync(path) ? checked(Pins, JSON.parse(readFileSync(path, 'utf8')), path) : {};
}

export function pin(modelsDir: string, fileName: string, hash: string): void {
  mkdirSync(modelsDir, { recursive: true });
  const path = join(modelsDir, 'pinned.json');
  writeFileSync(`${path}.new`, `${JSON.stringify({ ...readPins(modelsDir), [fileName]: hash }, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** What a file's checksum must be: the manifest's where it states one, else the pinned one, else null (never checked yet). */
export function expectedHash(modelsDir: string, entry: ModelEntry, quantisation: Quantisation): string | null {
  return entry.files[quantisation]?.sha256 ?? readPins(modelsDir)[fileNameOf(entry, quantisation)] ?? null;
}
