import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/error.ts';
import { type PolicyFile, readPolicyFile } from './policy-file.ts';

const NAME = /^checkpoint-(?<iteration>\d{6})\.onnx$/;

/** Checkpoints of one training in a folder of their own. A file is there whole or not at all. */
export class CheckpointStore {
  readonly directory: string;
  readonly #keep: number;
  #best: string | null = null;

  constructor(directory: string, keep: number) {
    this.directory = directory;
    this.#keep = keep;
    mkdirSync(directory, { recursive: true });
  }

  /** Writes beside, syncs, then renames into place; old ones beyond `keep` go, the best stays. Throws when the disk refuses. */
  async write(iteration: number, bytes: Uint8Array, best: boolean): Promise<string> {
    const path = join(this.directory, `checkpoint-${String(iteration).padStart(6, '0')}.onnx`);
    await writeWhole(path, bytes);
    if (best) this.#best = path;
    for (const old of this.#files().slice(this.#keep)) if (old !== this.#best) rmSync(old, { force: true });
    return path;
  }

  /** The newest checkpoint that can be read, and those that could not. */
  latest(): { file: PolicyFile | null; path: string | null; refused: readonly string[] } {
    const refused: string[] = [];
    for (const path of this.#files()) {
      try {
        return { file: readPolicyFile(readFileSync(path)), path, refused };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refused.push(`${path}: ${error.message}`);
      }
    }
    return { file: null, path: null, refused };
  }

  /** Newest first. */
  #files(): string[] {
    return readdirSync(this.directory)
      .filter((name) => NAME.test(name))
      .sort()
      .reverse()
      .map((name) => join(this.directory, name));
  }
}

/** A file that a crash at any moment leaves either old or new. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
