/**
 * Makes package-lock.json complete and free of addresses.
 *
 * A package registry that lacks a package built for another platform makes `npm install` leave it out of the lock; npm 11's
 * `npm ci` then refuses the very lock it wrote ("Missing: … from lock file"). Every optional dependency named anywhere in the
 * lock gets an entry here. `resolved` addresses are dropped: the lock must not name the registry it was written against.
 *
 *   node configs/tools/fix-lockfile.mjs           rewrites the lock (run it after every dependency change)
 *   node configs/tools/fix-lockfile.mjs --check   changes nothing, exits 1 when there is something to mend
 */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OS_WORDS = new Map([
  ['android', 'android'],
  ['darwin', 'darwin'],
  ['mac', 'darwin'],
  ['linux', 'linux'],
  ['win32', 'win32'],
  ['win', 'win32'],
  ['freebsd', 'freebsd'],
  ['openharmony', 'openharmony'],
]);
const CPU_WORDS = new Map([
  ['x64', 'x64'],
  ['arm64', 'arm64'],
  ['armv7l', 'arm'],
  ['arm', 'arm'],
  ['ia32', 'ia32'],
  ['ppc64', 'ppc64'],
  ['riscv64', 'riscv64'],
  ['s390x', 's390x'],
  ['wasm32', 'wasm32'],
]);

/** The platform a package is built for, read from its name (`@swc/core-linux-arm-gnueabihf` → linux, arm). */
export function platformOf(packageName) {
  const words = packageName.split(/[^a-z0-9]+/);
  const os = words.map((word) => OS_WORDS.get(word)).find(Boolean);
  const cpu = words.map((word) => CPU_WORDS.get(word)).find(Boolean);
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(os === 'linux' && libc && { libc: [libc] }) };
}

/** Where Node finds `name` from the package at `path`, nearest first: the search `npm ci` repeats. */
function* lookupPaths(path, name) {
  for (let base = path; ; ) {
    yield `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (base === '') return;
    const cut = base.lastIndexOf('/node_modules/');
    base = cut < 0 ? '' : base.slice(0, cut);
  }
}

/**
 * What is wrong with a lock and the lock with it mended; the input is left alone.
 * @param {{ packages: Record<string, any> }} lock
 */
export function mendLock(lock) {
  const mended = structuredClone(lock);
  const faults = [];
  for (const [path, entry] of Object.entries(mended.packages)) {
    if (entry.resolved !== undefined) {
      faults.push(`${path} names an address`);
      delete entry.resolved;
    }
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      const present = [...lookupPaths(path, name)].find((candidate) => mended.packages[candidate]?.version === wanted);
      const other = [...lookupPaths(path, name)].find((candidate) => mended.packages[candidate]);
      if (present || (other && !/^\d/.test(wanted))) continue;
      faults.push(`${name}@${wanted} of ${path || 'the project'} has no entry`);
      if (!/^\d+\.\d+\.\d+/.test(wanted)) throw new Error(`${name}@${wanted}: an entry can only be written for an exact version`);
      const top = `node_modules/${name}`;
      const place = mended.packages[top] ? `${path}/node_modules/${name}` : top;
      mended.packages[place] = { version: wanted, ...platformOf(name), optional: true };
    }
  }
  const [root, ...rest] = Object.keys(mended.packages);
  mended.packages = Object.fromEntries(
    [root, ...rest.sort((a, b) => a.localeCompare(b, 'en'))].map((path) => [path, mended.packages[path]]),
  );
  return { faults, mended };
}

function main() {
  const file = new URL('../../package-lock.json', import.meta.url);
  const { faults, mended } = mendLock(JSON.parse(readFileSync(file, 'utf8')));
  if (process.argv.includes('--check')) {
    for (const fault of faults) console.error(`package-lock.json: ${fault}`);
    if (faults.length > 0) console.error('Run: node configs/tools/fix-lockfile.mjs');
    process.exitCode = faults.length > 0 ? 1 : 0;
    return;
  }
  if (faults.length > 0) writeFileSync(file, `${JSON.stringify(mended, null, 2)}\n`);
  console.log(`package-lock.json: ${faults.length} entries mended`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();
