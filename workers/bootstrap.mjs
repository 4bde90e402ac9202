/**
 * The first thing every npm script runs. Plain JavaScript that an old Node (20) understands: it installs what is missing,
 * finds the Node that the project brings, and hands over to the program of the mode.
 *
 *   node workers/bootstrap.mjs studio|test|verify|e2e|faults|fragrance [options]
 *
 * Everything it says goes to stderr; stdout belongs to the program.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs, { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { oneAtATime } from '../server/db/embedded/machine-lock.mjs';

const PROGRAMS = {
  studio: 'workers/studio/main.ts',
  test: 'configs/tools/run-tests.ts',
  verify: 'configs/tools/verify.ts',
  e2e: 'configs/tools/run-e2e.ts',
  faults: 'configs/tools/run-faults.ts',
  fragrance: 'workers/cli/main.ts',
};
const OLDEST_NODE = [22, 12];
/** From here on Node reads TypeScript without being asked. */
const READS_TYPESCRIPT = [22, 18];
/** node_modules takes 1.6 GB. */
const INSTALL_BYTES = 2.5e9;

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules', '.fragrance-install');
const isWindows = process.platform === 'win32';

/** Ends the start with one sentence in each language instead of a stack. */
class CannotStart extends Error {}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function isAtLeast(version, [major, minor]) {
  const [ours = 0, oursMinor = 0] = version.split('.').map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}

/** What an installation depends on; the same stamp means nothing is to be done. */
function installStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === installStamp();
}

/** Somebody may have run `npm ci` by hand: npm keeps a list of what it put there. */
function isInstalledByHand() {
  const list = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(stampFile) || !existsSync(list)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(list, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || present[path]?.version === version);
}

async function install() {
  mkdirSync(join(root, '.studio'), { recursive: true });
  await oneAtATime(
    'install',
    root,
    async () => {
      if (isInstalled()) return;
      if (!isInstalledByHand()) runNpm();
      writeFileSync(stampFile, installStamp());
    },
    () => say('Another start is installing the packages; waiting for it. / 다른 곳에서 설치하고 있어 기다려요.'),
  );
}

function runNpm() {
  // Node 18 has it since 18.15; an older one installs without being asked first.
  const { bavail, bsize } = fs.statfsSync?.(root) ?? { bavail: INSTALL_BYTES, bsize: 1 };
  if (!existsSync(join(root, 'node_modules')) && bavail * bsize < INSTALL_BYTES) {
    throw new CannotStart(
      `The packages need ${INSTALL_BYTES / 1e9} GB under ${root}; ${((bavail * bsize) / 1e9).toFixed(1)} GB are free. Free some space and start again.\n` +
        `설치에 ${INSTALL_BYTES / 1e9} GB가 필요해요. 공간을 비운 뒤 다시 시작해 주세요.`,
    );
  }
  say('Installing packages (a minute or two, only the first time) / 패키지를 설치하고 있어요(처음 한 번, 1–2분)');
  // ci = exactly the lock. A registry that misses a platform may refuse it; install then takes what there is.
  if (npm(['ci']) || npm(['install', '--no-save'])) return;
  throw new CannotStart(
    'npm could not install the packages; its own words are above. Check the network, the npm registry setting and the free disk space, then start again.\n' +
      'npm이 패키지를 설치하지 못했어요(이유는 위에 있어요). 네트워크, npm 레지스트리 설정, 디스크 공간을 확인한 뒤 다시 시작해 주세요.',
  );
}

function npm(command) {
  // The npm that runs this script, by the Node that runs that npm: node_modules/.bin/node is replaced while it works.
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)));
  const options = [
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--engine-strict=false',
  ];
  const [program, ...first] = cli?.endsWith('.js') ? [node ?? process.execPath, cli] : [isWindows ? 'npm.cmd' : 'npm'];
  const { status, error } = spawnSync(program, [...first, ...command, ...options], {
    cwd: root,
    env,
    shell: isWindows && !cli,
    stdio: ['ignore', 2, 2],
  });
  if (error) say(`npm: ${error.message}`);
  return status === 0;
}

/** The project's own Node where it brings one, else the one that runs now. */
function chooseNode() {
  const own = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(own)) return { path: own, version: JSON.parse(readFileSync(join(own, '..', '..', 'package.json'), 'utf8')).version };
  if (isAtLeast(process.versions.node, OLDEST_NODE)) return { path: process.execPath, version: process.versions.node };
  throw new CannotStart(
    `Node ${process.versions.node} is too old and none is bundled for ${process.platform}-${process.arch}. Install Node ${OLDEST_NODE.join('.')} or newer (24 is best) and start again.\n` +
      `Node ${process.versions.node}은 너무 오래됐어요. Node ${OLDEST_NODE.join('.')} 이상(24 권장)을 설치한 뒤 다시 시작해 주세요.`,
  );
}

/** Runs the program: in this process when it is the right Node already, else in a child that gets terminal and signals. */
async function handOver(program, args) {
  const node = chooseNode();
  const target = join(root, program);
  if (process.versions.node === node.version && isAtLeast(node.version, READS_TYPESCRIPT)) {
    process.argv = [process.execPath, target, ...args];
    await import(pathToFileURL(target).href);
    return;
  }
  const flags = isAtLeast(node.version, READS_TYPESCRIPT) ? [] : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  // The channel tells the program when this process is killed and cannot pass a signal on.
  const child = spawn(node.path, [...flags, target, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    say(`${node.path}: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

async function main([mode, ...args]) {
  const program = Object.hasOwn(PROGRAMS, mode ?? '') ? PROGRAMS[mode] : undefined;
  if (!program) throw new CannotStart(`Usage: node workers/bootstrap.mjs ${Object.keys(PROGRAMS).join('|')}`);
  if (!isInstalled()) await install();
  await handOver(program, args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const code = error.code;
  if (error instanceof CannotStart) say(error.message);
  else if (code === 'ENOSPC') say(`The disk under ${root} is full; free some space and start again. / 디스크에 남은 공간이 없어요.`);
  else if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    say(`No permission to write ${error.path ?? root}; start as the user that owns this folder. / 이 폴더에 쓸 권한이 없어요.`);
  else say(error.stack ?? String(error));
  process.exitCode = 1;
}
