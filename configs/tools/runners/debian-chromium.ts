import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, TEST_STATE } from './project.ts';

const HOME = join(TEST_STATE, 'browser');
/** Starts the unpacked browser with the libraries that were unpacked beside it. */
export const UNPACKED_CHROMIUM = join(HOME, 'chromium');
const QUIET = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };

export function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Debian's chromium by its package manager; needs root. */
export async function installChromium(): Promise<void> {
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  if ((await runProgram('apt-get', install, QUIET)).ok) return;
  // A fresh machine has no package lists yet.
  await runProgram('apt-get', ['update'], QUIET);
  const { ok, output } = await runProgram('apt-get', install, QUIET);
  if (!ok) process.stdout.write(`${output.trim()}\n`);
}

/** The same packages without root: fetched with lists of our own and unpacked into the state folder, nothing installed. */
export async function unpackChromium(): Promise<void> {
  const archives = join(HOME, 'archives');
  const tree = join(HOME, 'tree');
  rmSync(HOME, { recursive: true, force: true });
  for (const folder of [join(HOME, 'lists', 'partial'), join(archives, 'partial'), join(HOME, 'cache'), tree])
    mkdirSync(folder, { recursive: true });
  const own = [
    `Dir::State::lists=${join(HOME, 'lists')}`,
    `Dir::Cache=${join(HOME, 'cache')}`,
    `Dir::Cache::archives=${archives}`,
    'Debug::NoLocking=1',
  ];
  const options = own.flatMap((option) => ['-o', option]);
  const steps: (readonly string[])[] = [
    ['apt-get', ...options, 'update'],
    ['apt-get', ...options, 'install', '--download-only', '-y', '--no-install-recommends', 'chromium'],
  ];
  for (const [program = '', ...args] of steps) {
    const { ok, output } = await runProgram(program, args, QUIET);
    if (!ok) return void process.stdout.write(`${output.trim()}\n`);
  }
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    await runProgram('dpkg-deb', ['--extract', join(archives, name), tree], QUIET);
  }
  rmSync(archives, { recursive: true, force: true });
  const libraries = readdirSync(join(tree, 'usr', 'lib'))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(tree, 'usr', 'lib', name));
  writeFileSync(
    UNPACKED_CHROMIUM,
    `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(':')}' exec '${join(tree, 'usr', 'lib', 'chromium', 'chromium')}' "$@"\n`,
  );
  chmodSync(UNPACKED_CHROMIUM, 0o755);
}
