import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromChild, Inspection, LoadOrder, ToChild } from '../protocol.ts';

const CHILD_ENTRY = fileURLToPath(new URL('../child/main.ts', import.meta.url));
/** What a model process may see of the environment: no secret is among these. */
const ENV_ALLOWED = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'CUDA_VISIBLE_DEVICES',
  'NVIDIA_VISIBLE_DEVICES',
] as const;

/**
 * The default young generation grows in steps of some 27 MB that a process never gives back; the garbage of decoding is
 * small and short-lived. Over thousands of requests this halves what a child keeps.
 */
const YOUNG_GENERATION_MB = 4;

/**
 * Compiled code of the model process's libraries, kept between processes: a third less work until a killed model is back.
 * Where the folder cannot be written Node goes on without it.
 */
const COMPILE_CACHE = fileURLToPath(new URL('../../../node_modules/.cache/model-process', import.meta.url));

/** A model process, not yet loaded: no inherited environment but the allowed names, no stdin, its own heartbeat pipe. */
export function forkChild(heartbeatMs: number): ChildProcess {
  const env: Record<string, string> = {
    LLM_HEARTBEAT_MS: String(heartbeatMs),
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  for (const name of ENV_ALLOWED) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return fork(CHILD_ENTRY, [], {
    env: env as NodeJS.ProcessEnv,
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=1024', `--max-semi-space-size=${YOUNG_GENERATION_MB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
  });
}

/** Reads a file's header in a process of its own: a hostile file can end that process and nothing else. */
export function inspectInChild(
  order: Pick<LoadOrder, 'modelPath' | 'contextSize' | 'sequences' | 'gpu'>,
  timeoutMs: number,
): Promise<Inspection> {
  return new Promise((resolve, reject) => {
    const child = forkChild(1000);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    let answer: (() => void) | null = null;
    child.on('message', (message: FromChild) => {
      if (message.type === 'hello') child.send({ type: 'inspect', order } satisfies ToChild);
      if (message.type === 'inspected') answer = () => resolve(message.inspection);
      if (message.type === 'refused') answer = () => reject(new Error(message.message));
      if (answer) child.disconnect();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (answer) answer();
      else reject(new Error(`the file ended its reader (${signal ?? `code ${code}`})`));
    });
  });
}
