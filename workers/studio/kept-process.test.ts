import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '#server/db/embedded/process-table.ts';
import { trackHeldJobs } from './held-jobs.ts';
import { type KeptProcess, keepRunning } from './kept-process.ts';

/** A guard against hanging, not a measure. */
const IN_TIME = { timeout: 60_000 };
let folder = '';
const running: KeptProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fragrance-kept-'));
});
afterEach(async () => {
  for (const kept of running.splice(0)) kept.kill();
  rmSync(folder, { recursive: true, force: true });
});

function keep(program: string, stopMs = 5_000): { kept: KeptProcess; messages: unknown[]; ends: string[]; log: () => string } {
  const module = join(folder, 'program.mjs');
  writeFileSync(module, program);
  const messages: unknown[] = [];
  const ends: string[] = [];
  const logFile = join(folder, 'program.log');
  const kept = keepRunning({
    name: 'program',
    module,
    env: process.env,
    logFile,
    stopMs,
    onMessage: (message) => void messages.push(message),
    onExit: (how) => void ends.push(how),
  });
  running.push(kept);
  return { kept, messages, ends, log: () => readFileSync(logFile, 'utf8') };
}

const TELLS_PID = "process.send(process.pid); setInterval(() => {}, 1000); process.on('disconnect', () => process.exit());";

describe('a process that is kept running', () => {
  it('is started again when it is killed, and tells how it ended', async () => {
    const { messages, ends, kept } = keep(TELLS_PID);
    await expect.poll(() => messages.length, IN_TIME).toBe(1);
    process.kill(Number(messages[0]), 'SIGKILL');
    await expect.poll(() => messages.length, IN_TIME).toBe(2);
    expect(messages[1]).not.toBe(messages[0]);
    expect(ends).toEqual(['SIGKILL']);
    expect(kept.restarts()).toBe(1);
  });

  it('is not started again once it was asked to stop', async () => {
    const { messages, kept } = keep(TELLS_PID);
    await expect.poll(() => messages.length, IN_TIME).toBe(1);
    await kept.stop();
    expect(isAlive(Number(messages[0]))).toBe(false);
    expect(kept.restarts()).toBe(0);
  });

  it('is killed when it does not stop in its time', async () => {
    const { messages, ends, kept } = keep(`process.on('SIGTERM', () => {}); ${TELLS_PID}`, 200);
    await expect.poll(() => messages.length, IN_TIME).toBe(1);
    await kept.stop();
    expect(ends).toEqual(['SIGKILL']);
  });

  it('leaves its words in its log, over restarts too', async () => {
    const { ends, log } = keep("console.log('out'); console.error('err'); process.exit(3);");
    await expect.poll(() => ends.length, IN_TIME).toBeGreaterThanOrEqual(2);
    expect(log()).toMatch(/^out\nerr\nout\nerr\n/);
    expect(ends[0]).toBe('exit code 3');
  });
});

describe('the jobs of a worker that died', () => {
  it('are failed with the attempt they were held at; finished ones are left alone', () => {
    const failed: unknown[] = [];
    const boss = { fail: async (...call: unknown[]) => void failed.push(call) };
    const held = trackHeldJobs(boss, () => undefined);
    held.hear({ ev: 'start', queue: 'evolve', id: 'a', attempt: 0 });
    held.hear({ ev: 'start', queue: 'evolve', id: 'b', attempt: 2 });
    held.hear({ ev: 'end', queue: 'evolve', id: 'a', attempt: 0 });
    held.workerDied('SIGKILL');
    held.workerDied('SIGKILL');
    expect(failed).toEqual([['evolve', { id: 'b', retryCount: 2 }, { message: 'worker died: SIGKILL' }]]);
  });
});
