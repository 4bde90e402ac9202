import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { handOver, type Place, postgresEnv } from './place.ts';

export const SUPERUSER = 'studio';

/** The password of the embedded server: made once, kept in a file only its owner may read. */
export function readOrMakePassword(place: Place): string {
  const file = join(place.filesDir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Creates the database cluster unless it is there. A killed initdb leaves no half cluster: it works beside and is renamed. */
export function createCluster(place: Place, password: string): boolean {
  if (existsSync(place.dataDir)) return false;
  const half = `${place.dataDir}.half`;
  const passwordFile = join(place.home, 'initdb-password');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half);
  handOver(half, place.account, 0o700);
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    handOver(passwordFile, place.account, 0o600);
    run(place, 'initdb', [
      ...['-D', half, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C.UTF-8'],
      // A container's /dev/shm may be too small even for initdb.
      '--set=dynamic_shared_memory_type=mmap',
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, place.dataDir);
  return true;
}

/** Gives the cluster the password on file. For data that outlived its password file; the server must not be running. */
export function resetPassword(place: Place, password: string): void {
  run(place, 'postgres', ['--single', '-D', place.dataDir, 'postgres'], `alter role ${SUPERUSER} password '${password}'\n`);
}

function run(place: Place, program: string, args: readonly string[], input = ''): void {
  const result = spawnSync(join(place.binaries, 'bin', program), args, {
    cwd: '/',
    encoding: 'utf8',
    env: postgresEnv(place.binaries),
    input,
    ...place.account,
  });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.error?.message ?? result.stderr.trim()}`);
}
