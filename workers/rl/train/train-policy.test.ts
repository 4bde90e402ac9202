import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CheckpointStore } from './checkpoint-store.ts';
import { readPolicyFile, writePolicyFile } from './policy-file.ts';
import { runTraining } from './run-training.ts';
import { smallConfig, smallTraining } from './small-training.ts';
import { trainingProblems, trainPolicy } from './train-policy.ts';
import type { TrainingOrder, TrainingReport } from './training-messages.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'training-'));
  folders.push(path);
  return path;
}
const problems = trainingProblems(smallTraining(''));

async function train(order: TrainingOrder, stopAfter = Number.POSITIVE_INFINITY) {
  const reports: TrainingReport[] = [];
  const advanced = (): number => reports.filter(({ type }) => type === 'checkpoint').length;
  const summary = await trainPolicy(
    order,
    (report) => reports.push(report),
    () => advanced() >= stopAfter,
    problems,
  );
  return { summary, reports, bytes: readFileSync(summary.policyPath) };
}

test('six iterations are the same bytes as three, a restart and three more: weights, moments, generator, normaliser', async () => {
  const whole = await train(smallTraining(folder()));
  const broken = folder();
  const half = await train(smallTraining(broken), 3);
  expect(half.summary).toMatchObject({ status: 'stopped', iterations: 3 });
  const rest = await train(smallTraining(broken, { resume: true }));
  expect(rest.summary.iterations).toBe(6);
  expect(rest.bytes.equals(whole.bytes)).toBe(true);
  expect(readPolicyFile(whole.bytes).training?.weights.adamV.some((value) => value > 0)).toBe(true);
});

test('a training killed at any moment continues from a whole checkpoint to the same bytes', async () => {
  const whole = await train(smallTraining(folder()));
  const killed = folder();
  const script = `
    import { trainPolicy } from ${JSON.stringify(new URL('./train-policy.ts', import.meta.url).href)};
    import { smallTraining } from ${JSON.stringify(new URL('./small-training.ts', import.meta.url).href)};
    await trainPolicy(smallTraining(${JSON.stringify(killed)}), (r) => { if (r.type === 'checkpoint') console.log(r.checkpoint.iteration); }, () => false);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', () => child.kill('SIGKILL'));
    child.once('exit', () => resolve());
  });
  expect(readdirSync(killed)).not.toContain('policy.onnx');
  const rest = await train(smallTraining(killed, { resume: true }));
  expect(rest.bytes.equals(whole.bytes)).toBe(true);
});

test('a damaged newest checkpoint is passed over and said, and the one before it serves', async () => {
  const directory = folder();
  const whole = await train(smallTraining(directory));
  const newest =
    readdirSync(directory)
      .filter((name) => name.startsWith('checkpoint'))
      .sort()
      .at(-1) ?? '';
  writeFileSync(join(directory, newest), readFileSync(join(directory, newest)).subarray(0, 4000));
  const { file, refused } = new CheckpointStore(directory, 20).latest();
  expect(file?.training?.iteration).toBe(5);
  expect(refused).toHaveLength(1);
  const rest = await train(smallTraining(directory, { resume: true }));
  expect(rest.bytes.equals(whole.bytes)).toBe(true);
});

test('files that are not ours, of another layout or with one flipped bit are refused', async () => {
  const { bytes } = await train(smallTraining(folder(), { config: smallConfig(1) }));
  const { shape, theta, configHash } = readPolicyFile(bytes);
  expect(Buffer.from(writePolicyFile(shape, theta, null, configHash)).includes('layout_version')).toBe(true);
  expect(() => readPolicyFile(Buffer.from('GIF89a not a model'))).toThrow(/no ONNX model|not written by this studio/);
  const flipped = Buffer.from(bytes);
  const at = flipped.indexOf(Buffer.from(new Uint8Array(theta.buffer, 0, 64)));
  flipped[at + 5] = (flipped[at + 5] ?? 0) ^ 1;
  expect(() => readPolicyFile(flipped)).toThrow(/checksum/);
  const foreign = Buffer.from(bytes);
  foreign.write('citruz', foreign.indexOf('citrus,'));
  expect(() => readPolicyFile(foreign)).toThrow(/another layout/);
});

test('a learning rate fifty times too high rolls back at once to the weights of the last checkpoint', async () => {
  const calm = await train(smallTraining(folder()), 3);
  const struck = await train(smallTraining(folder(), { faults: { learningRate: { iteration: 4, factor: 50 } } }));
  const rollback = struck.reports.find((report) => report.type === 'rollback');
  expect(rollback).toMatchObject({ rollback: { iteration: 4, learningRateScale: 0.5 } });
  // The checkpoint after iteration 3 is what both runs held when the fault struck.
  const held = struck.reports.find((report) => report.type === 'checkpoint' && report.checkpoint.iteration === 3);
  const same = calm.reports.find((report) => report.type === 'checkpoint' && report.checkpoint.iteration === 3);
  expect(held).toEqual({ ...same, checkpoint: { ...(same as { checkpoint: object }).checkpoint, path: expect.any(String) } });
  expect(struck.summary.checkpoint.rollback_count).toBe(1);
});

test('a reward that is no number is rolled back before any update and the training goes on', async () => {
  const { summary, reports } = await train(smallTraining(folder(), { faults: { nanReward: { iteration: 2 } } }));
  expect(reports.find((report) => report.type === 'rollback')).toMatchObject({ rollback: { reason: 'not_a_number', iteration: 2 } });
  expect(summary).toMatchObject({ status: 'done', iterations: 6 });
});

test('a disk that refuses a checkpoint costs that checkpoint, not the training', async () => {
  const directory = folder();
  const order = smallTraining(directory, { config: smallConfig(2) });
  const reports: TrainingReport[] = [];
  const write = CheckpointStore.prototype.write;
  CheckpointStore.prototype.write = async () => Promise.reject(new Error('ENOSPC: no space left on device'));
  try {
    const summary = await trainPolicy(
      order,
      (report) => reports.push(report),
      () => false,
      problems,
    );
    expect(summary.status).toBe('done');
  } finally {
    CheckpointStore.prototype.write = write;
  }
  expect(reports.filter(({ type }) => type === 'checkpoint_failed')).toHaveLength(2);
});

test('in a worker thread: iterations by the field names, a stop is obeyed, the loop of the caller stays free', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 5);
  const summary = await runTraining({
    kind: 'reference',
    model: null,
    config: smallConfig(200),
    seed: 1,
    directory: folder(),
    briefs: smallTraining('').briefs,
    signal: stop.signal,
    onIteration: (stats) => {
      seen.push(stats['train/approx_kl'] ?? Number.NaN);
      if (seen.length === 2) stop.abort();
    },
  });
  clearInterval(ticking);
  expect(summary.status).toBe('stopped');
  expect(summary.iterations).toBeLessThan(200);
  expect(seen.every((kl) => kl > 0 && kl < 0.1)).toBe(true);
  expect(ticks).toBeGreaterThan(3);
});
