import { expect, test } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { readingOf } from '../evolve/loose-reading.ts';
import { buildProblem } from '../evolve/problem.ts';
import { newSheet } from '../evolve/sheet.ts';
import { Rng } from '../math/rng.ts';
import { briefScoreOf } from '../preference/facts.ts';
import { EditEnvironment } from './edit-environment.ts';
import { ACTION, ACTION_SIZE, HORIZON, OBSERVATION, OBSERVATION_SIZE } from './layout.ts';
import { refine } from './refine.ts';

const problem = buildProblem(readSeedCatalogue(), readingOf({ notes_preference: { citrus: 0.6, musk: 0.4 } }), {
  dosePct: 18,
  category: '4',
  market: 'ifra',
  krwPerUsd: 1400,
});
const score = (_sheet: unknown, evaluation: Parameters<typeof briefScoreOf>[0]): number => briefScoreOf(evaluation);
const tasks = [{ problem, score }];

function randomActions(envs: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: envs * ACTION_SIZE }, () => rng.normal());
}

test('65 numbers in, 23 out, whatever the palette holds', () => {
  expect([OBSERVATION_SIZE, ACTION_SIZE, HORIZON]).toEqual([65, 23, 6]);
});

test('rewards of an episode add up to what the formula gained', () => {
  const env = new EditEnvironment(tasks, 3, 1);
  const rng = Rng.fromSeed(2);
  const start = [0, 1, 2].map((e) => env.score(e));
  const gained = [0, 0, 0];
  for (let t = 0; t < HORIZON; t++) {
    const { rewards, dones } = env.edit(randomActions(3, rng));
    gained.forEach((sum, e) => {
      gained[e] = sum + (rewards[e] as number);
    });
    expect([...dones]).toEqual(t === HORIZON - 1 ? [1, 1, 1] : [0, 0, 0]);
  }
  gained.forEach((sum, e) => {
    expect(sum).toBeCloseTo(env.score(e) - (start[e] as number), 9);
  });
});

test('every formula on the way keeps the limits of its brief', () => {
  const env = new EditEnvironment(tasks, 8, 5);
  const rng = Rng.fromSeed(3);
  for (let t = 0; t < HORIZON; t++) {
    env.edit(randomActions(8, rng).map((value) => 3 * value));
    for (let e = 0; e < 8; e++) {
      const { index, pct, count } = env.sheet(e);
      expect(pct.subarray(0, count).reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 9);
      expect(count).toBeLessThanOrEqual(problem.limits.maxLines);
      for (let k = 0; k < count; k++) {
        expect(pct[k]).toBeLessThanOrEqual((problem.limits.capPct[index[k] as number] as number) + 1e-9);
        expect(pct[k]).toBeGreaterThanOrEqual((problem.limits.minPct[index[k] as number] as number) - 1e-9);
      }
    }
  }
});

test('pushing towards a family raises its share', () => {
  const env = new EditEnvironment(tasks, 4, 7);
  const share = (): number =>
    [0, 1, 2, 3].reduce((sum, e) => sum + (env.observations[e * OBSERVATION_SIZE + OBSERVATION.profile] as number), 0);
  const before = share();
  const push = new Float32Array(4 * ACTION_SIZE);
  for (let e = 0; e < 4; e++) push[e * ACTION_SIZE + ACTION.families] = 2;
  for (let t = 0; t < 3; t++) env.edit(push);
  expect(share()).toBeGreaterThan(before + 1);
});

test('restored between episodes it goes on to the last bit; within one it refuses to be kept', () => {
  const a = new EditEnvironment(tasks, 2, 9);
  const rng = Rng.fromSeed(1);
  for (let t = 0; t < HORIZON; t++) a.step(randomActions(2, rng));
  const b = new EditEnvironment(tasks, 2, 1234);
  b.restore(JSON.parse(JSON.stringify(a.state())));
  expect([...b.observations]).toEqual([...a.observations]);
  const actions = randomActions(2, rng);
  a.step(actions);
  b.step(actions);
  expect([...b.observations]).toEqual([...a.observations]);
  expect(() => a.state()).toThrow(/between episodes/);
});

test('a formula handed in is where half of the episodes begin', () => {
  const given = refine(problem, score, { evals: 300, population: 20, rng: Rng.fromSeed(4) })[0]?.sheet ?? newSheet();
  const env = new EditEnvironment([{ problem, score, starts: [given] }], 20, 3);
  const held = new Set(given.index.subarray(0, given.count));
  const shared = Array.from({ length: 20 }, (_, e) => {
    const { index, count } = env.sheet(e);
    return index.subarray(0, count).filter((material) => held.has(material)).length / given.count;
  });
  expect(shared.filter((part) => part > 0.7).length).toBeGreaterThan(4);
  expect(shared.filter((part) => part < 0.4).length).toBeGreaterThan(4);
});

test('refining improves on where it starts and repeats itself from the same seed', () => {
  const run = (evals: number) => refine(problem, score, { evals, population: 20, rng: Rng.fromSeed(6) });
  expect(run(400)[0]?.score).toBeGreaterThan(run(20)[0]?.score ?? 0);
  expect(run(200).map(({ score: value }) => value)).toEqual(run(200).map(({ score: value }) => value));
});
