import { expect, it } from 'vitest';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import type { CandidateEventData } from '#domain/run/event.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { evolveInRounds } from './evolve-in-rounds.ts';
import { CONTROL, EvolveOrder, type ThreadReport } from './evolve-messages.ts';
import { presetSettings } from './presets.ts';

/** All that one fast round reports when every look at the clock is `msPerLook` later than the last; `shown` was told before it. */
async function reports(msPerLook: number, shown: readonly CandidateEventData[] = []): Promise<ThreadReport[]> {
  const told: ThreadReport[] = [];
  let now = 0;
  const order = EvolveOrder.parse({
    reading: readingOf({ notes_preference: { citrus: 0.5, floral: 0.3, musk: 0.2 } }),
    market: 'kr',
    category: '4',
    dosePct: 18,
    preset: presetSettings('fast'),
    maxRounds: 1,
    seed: 7,
    mode: 'fast',
    candidates: 8,
    krwPerUsd: 1400,
    shown,
  });
  const tick = (): number => {
    now += msPerLook;
    return now;
  };
  await evolveInRounds(
    { catalogue: readSeedCatalogue(), now: tick, control: () => CONTROL.goOn, report: (report) => told.push(report) },
    order,
  );
  return told;
}

const toldOf = (told: readonly ThreadReport[]): CandidateEventData[] =>
  told.flatMap((report) =>
    report.kind === 'events' ? report.events.flatMap((event) => (event.type === 'candidate' ? event.data : [])) : [],
  );

const namesOf = (told: readonly ThreadReport[]): string[] =>
  told.flatMap((report) => (report.kind === 'events' ? report.events.map(({ type }) => type) : []));

it('a quick round tells its first and last generation and then its candidates', async () => {
  const told = await reports(0);
  expect(namesOf(told)).toEqual(['generation', 'generation', ...Array.from({ length: 8 }, () => 'candidate')]);
});

it('a slow first round shows candidates on the way, and ends with the same ones as a quick one', async () => {
  const slow = await reports(300);
  const types = namesOf(slow);
  expect(types.indexOf('candidate')).toBeLessThan(types.lastIndexOf('generation'));
  expect(slow.at(-1)).toEqual((await reports(0)).at(-1));
});

it('a run picked up again tells nothing twice, and withdraws what an earlier attempt told and this one does not propose', async () => {
  const [first, ...rest] = toldOf(await reports(0));
  if (!first) throw new Error('nothing was told');
  const old: CandidateEventData = { ...first, id: 'of-an-earlier-round' };
  // As they come back from the database: in another order of keys.
  const kept = rest.map((candidate) => Object.fromEntries(Object.entries(candidate).reverse()) as unknown as CandidateEventData);
  const again = await reports(0, [old, ...kept]);
  expect(toldOf(again)).toEqual([first]);
  expect(namesOf(again)).toEqual(['generation', 'generation', 'candidate.withdrawn', 'candidate']);
});
