import { expect, test } from '@playwright/test';
import { isAlive } from '#server/db/embedded/process-table.ts';
import { type LogLine, StudioUnderFault } from './studio-under-fault.ts';

const STATE = 'faults';
const SEED = 11;
let under: StudioUnderFault;
/** The hash of a run that nobody disturbed: a disturbed one must find the same formulas. */
let undisturbed: string | undefined;

test.beforeAll(async () => {
  under = await StudioUnderFault.start(STATE, { fresh: true });
  const log = await under.untilOver(await under.startRun(SEED));
  undisturbed = log.at(-1)?.data.hash;
});

test.afterAll(async () => {
  await under?.studio.stop();
});

/** One end, no gap, no candidate told twice or left behind, and the same formulas as without the fault. */
async function expectFinishedOnce(runId: string, log: readonly LogLine[]): Promise<void> {
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(log.filter(({ type }) => ['done', 'failed', 'cancelled'].includes(type))).toHaveLength(1);
  expect(log.at(-1)?.type).toBe('done');
  const standing = new Map<string, unknown>();
  for (const { type, data } of log) {
    if (type === 'candidate') {
      expect(standing.get(data.id ?? ''), 'told twice').not.toEqual(data);
      standing.set(data.id ?? '', data);
    }
    if (type === 'candidate.withdrawn') expect(standing.delete(data.id ?? '')).toBe(true);
  }
  expect(standing.size).toBe(log.at(-1)?.data.candidates);
  expect(log.at(-1)?.data.hash).toBe(undisturbed);
  expect(await under.status(runId)).toBe('done');
}

test('a run whose worker is killed is picked up by a new worker and finishes once', async () => {
  const runId = await under.startRun(SEED);
  await under.untilUnderWay(runId);
  const before = under.pidOf('workers/rl/main.ts');
  process.kill(before, 'SIGKILL');
  const log = await under.untilOver(runId);
  expect(log.filter(({ type }) => type === 'resumed').length).toBeGreaterThanOrEqual(1);
  expect(under.pidOf('workers/rl/main.ts')).not.toBe(before);
  await expectFinishedOnce(runId, log);
});

test('a run goes on while the web server is killed, and the pages come back at the same address', async () => {
  const runId = await under.startRun(SEED);
  await under.untilUnderWay(runId);
  const before = under.pidOf('next-server');
  process.kill(before, 'SIGKILL');
  await expect
    .poll(async () => (await fetch(new URL('/api/health', under.studio.url)).catch(() => null))?.ok, { timeout: 120_000 })
    .toBe(true);
  expect(under.pidOf('next-server')).not.toBe(before);
  await expectFinishedOnce(runId, await under.untilOver(runId));
});

test('a run survives the kill of PostgreSQL: every committed event is kept and it finishes once', async () => {
  const runId = await under.startRun(SEED);
  await under.untilUnderWay(runId);
  const committed = await under.log(runId);
  const before = await under.databasePid();
  process.kill(before, 'SIGKILL');
  await expect.poll(() => isAlive(before), { timeout: 60_000 }).toBe(false);
  const log = await under.untilOver(runId);
  expect(log.slice(0, committed.length)).toEqual(committed);
  await expectFinishedOnce(runId, log);
});

test('after kill -9 of everything the next start finishes the run and has lost nothing', async () => {
  const runId = await under.startRun(SEED);
  await under.untilUnderWay(runId);
  const committed = await under.log(runId);
  await under.killEverything();
  under = await StudioUnderFault.start(STATE, { fresh: false });
  const log = await under.untilOver(runId);
  expect(log.slice(0, committed.length)).toEqual(committed);
  await expectFinishedOnce(runId, log);
});
