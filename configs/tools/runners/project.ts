import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = decodeURIComponent(new URL('../../../', import.meta.url).pathname);
/** Reports, and the state of everything that only tests need; ignored by git. */
export const TEST_STATE = join(ROOT, '.studio');

export function inModules(...path: readonly string[]): string {
  return join(ROOT, 'node_modules', ...path);
}

export interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program in the project; its words go to the terminal, or are kept when `quiet`. stdin is closed. */
export function runProgram(
  program: string,
  args: readonly string[],
  { quiet = false, env = {} }: { quiet?: boolean; env?: Record<string, string | undefined> } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** A JavaScript program by the Node that runs now. */
export function runNode(args: readonly string[], options?: Parameters<typeof runProgram>[2]): Promise<Finished> {
  return runProgram(process.execPath, args, options);
}
