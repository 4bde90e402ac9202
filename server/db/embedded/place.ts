import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { copyBinaries, postgresPackage } from './binaries.ts';
import { StartError } from './start-error.ts';

/** PostgreSQL refuses to run as root; 65534 is `nobody`. A uid without a passwd entry makes initdb fail. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 } as const;

/** Where one studio keeps its PostgreSQL, and as whom it runs. */
export interface Place {
  /** Binaries and data; a folder the account below can reach. */
  readonly home: string;
  readonly binaries: string;
  readonly dataDir: string;
  /** Password, port and log: of the person who starts, 0600. */
  readonly filesDir: string;
  /** null = as the person who starts. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
}

/**
 * Finds or makes the place under `stateDir`. As root, data that an unprivileged account cannot reach there (a checkout in
 * a 0700 home) goes to /var/lib; the choice is remembered, so that data once written is found again.
 */
export function choosePlace(stateDir: string): Place {
  const filesDir = join(stateDir, 'postgres');
  mkdirSync(filesDir, { recursive: true });
  const source = postgresPackage();
  const isRoot = process.getuid?.() === 0;
  const remembered = join(filesDir, 'home');
  const wanted = existsSync(remembered)
    ? [resolve(filesDir, readFileSync(remembered, 'utf8').trim())]
    : isRoot
      ? [filesDir, sharedHome(stateDir)]
      : [filesDir];

  const reasons: string[] = [];
  for (const home of wanted) {
    const binaries = join(home, `binaries-${source.version}`);
    const dataDir = join(home, 'data');
    const account = isRoot ? ownerOf(dataDir) : null;
    mkdirSync(home, { recursive: true });
    if (isRoot && home !== filesDir) chmodSync(home, 0o711);
    copyBinaries(source.native, binaries);
    const probe = spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], {
      cwd: '/',
      encoding: 'utf8',
      env: postgresEnv(binaries),
      ...account,
    });
    if (probe.status === 0) {
      // Relative where it can be: a checkout that is moved takes its data along.
      writeFileSync(remembered, home === filesDir ? '.' : home);
      return { home, binaries, dataDir, filesDir, account };
    }
    reasons.push(`${home}: ${probe.error?.message ?? probe.stderr.trim()}`);
    if (wanted.length > 1) rmSync(binaries, { recursive: true, force: true });
  }
  throw new StartError(
    `The bundled PostgreSQL does not run here (${reasons.join('; ')}). Set DATABASE_URL to a PostgreSQL 15 or newer instead.`,
    `함께 들어 있는 PostgreSQL을 이 컴퓨터에서 실행할 수 없어요 (${reasons.join('; ')}). DATABASE_URL로 PostgreSQL 15 이상을 알려 주세요.`,
  );
}

/** Data that an ordinary user began with stays that user's when root starts it later. */
function ownerOf(dataDir: string): { uid: number; gid: number } {
  const data = statSync(dataDir, { throwIfNoEntry: false });
  return data && data.uid !== 0 ? { uid: data.uid, gid: data.gid } : UNPRIVILEGED;
}

/** As root, for a state folder that the unprivileged account cannot enter. */
export function sharedHome(stateDir: string): string {
  return `/var/lib/fragrance-ai-${createHash('sha256').update(stateDir).digest('hex').slice(0, 12)}`;
}

/** Hands a file or folder to the account PostgreSQL runs as. */
export function handOver(path: string, account: Place['account'], mode: number): void {
  if (account) chownSync(path, account.uid, account.gid);
  chmodSync(path, mode);
}

/** All that PostgreSQL gets of the environment. NODE_ENV means nothing to it; the types of Next ask for one everywhere. */
export function postgresEnv(binaries: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    LD_LIBRARY_PATH: join(binaries, 'lib'),
  };
}
