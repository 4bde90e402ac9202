import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, runNode, TEST_STATE } from './project.ts';

const MAIN = join(ROOT, 'workers', 'studio', 'main.ts');

export interface TestStudio {
  readonly url: string;
  readonly stateDir: string;
  /** The supervisor. */
  readonly process: ChildProcess;
  /** Asks it to stop, and waits until everything it started has ended. */
  stop(): Promise<void>;
}

/** A studio on a free port with a database of its own, as a person would start it. `fresh` deletes what an earlier one left. */
export async function startTestStudio(
  name: string,
  { fresh, port, env = {} }: { fresh: boolean; port?: number; env?: Record<string, string> },
): Promise<TestStudio> {
  const stateDir = join(TEST_STATE, name);
  const own = { STUDIO_STATE_DIR: stateDir, APP_ENV: 'development', DATABASE_URL: process.env.TEST_DATABASE_URL, HOST: undefined, ...env };
  if (fresh) await runNode([MAIN, '--reset'], { quiet: true, env: own });
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { ...process.env, ...own, PORT: String(port ?? (await freePort())) },
    // The channel stops it when the tests are killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The studio did not start.\n${said}`)));
  });
  return {
    url,
    stateDir,
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
