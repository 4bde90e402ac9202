import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneAtATime } from '#server/db/embedded/machine-lock.mjs';
import { StartError, wordStartError } from '#server/db/embedded/start-error.ts';
import { ROOT } from './settings.ts';

/** What ends up in the web build. Tests and workers do not. */
const SOURCES = [
  'app',
  'components',
  'server',
  'drizzle',
  'configs',
  'public',
  'next.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const NOT_BUILT = /\.(test|spec)\.tsx?$|^configs\/tools\/|^drizzle\/(migrations|seed)\//;
const STAMP = join(ROOT, '.next', 'fragrance-build');
const LOG_TAIL_CHARS = 3_000;

/** Builds the web app unless the build at hand was made from exactly these sources. Returns whether it built. */
export async function ensureBuilt({
  stateDir,
  say,
  signal,
}: {
  stateDir: string;
  say: (line: string) => void;
  signal: AbortSignal;
}): Promise<boolean> {
  return oneAtATime('build', ROOT, async () => {
    const wanted = hashSources();
    if (isBuilt(wanted)) return false;
    say('화면을 만들고 있어요(소스가 바뀌었을 때만) · Building the pages (only when sources changed)');
    await runBuild(join(stateDir, 'logs', 'build.log'), signal);
    writeFileSync(STAMP, wanted);
    return true;
  });
}

/** Whether a start would find the pages built. */
export function builtFromTheseSources(): boolean {
  return isBuilt(hashSources());
}

function isBuilt(wanted: string): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.version);
  for (const [name, value] of Object.entries(process.env).sort()) if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${value}\n`);
  for (const source of SOURCES) for (const path of filesUnder(source)) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  const absolute = join(ROOT, path);
  if (!existsSync(absolute) || NOT_BUILT.test(path)) return [];
  let entries: string[];
  try {
    entries = readdirSync(absolute);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries.sort().flatMap((entry) => filesUnder(`${path}/${entry}`));
}

async function runBuild(logFile: string, signal: AbortSignal): Promise<void> {
  mkdirSync(join(logFile, '..'), { recursive: true });
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: ROOT,
    stdio: ['ignore', log, log],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    signal,
  });
  closeSync(log);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code === 0) return;
  const said = readFileSync(logFile, 'utf8').slice(-LOG_TAIL_CHARS).trim();
  throw wordStartError(
    /ENOSPC|no space left/i.test(said)
      ? Object.assign(new Error(said), { code: 'ENOSPC' })
      : new StartError(`The pages could not be built. ${said}\n(log: ${logFile})`, `화면을 만들지 못했어요. 이유는 ${logFile}에 있어요.`),
    ROOT,
  );
}
