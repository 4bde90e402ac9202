import { describe, expect, it } from 'vitest';
import type { CliIo } from '../verb.ts';
import { handWrittenPairs, minimalPairs, paraphrases, surfaceVariants } from './cache/sets.ts';
import { bench } from './fault.ts';
import { attackBriefs } from './faults/attacks.ts';

async function run(args: readonly string[]): Promise<{ code: number; rows: Record<string, unknown>[] }> {
  const rows: Record<string, unknown>[] = [];
  const io: CliIo = {
    lines: () =>
      (async function* none(): AsyncGenerator<string> {
        // These verbs read no lines.
      })(),
    answer: async (row) => void rows.push(row as Record<string, unknown>),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  return { code: await bench.run(io, args), rows };
}

describe('the proofs, in small', () => {
  it('finds the ladder right in all 96 cases and free of flapping', async () => {
    const { code, rows } = await run(['b18', '--n', '20']);
    expect([code, rows[0]?.combinations, rows[0]?.wrong]).toEqual([0, 96, 0]);
  });

  it('finds no false hit among minimal pairs and distinct briefs', async () => {
    const { rows } = await run(['b11', '--n', '600']);
    expect(rows[0]).toMatchObject({ minimal: { false_hits: 0 }, distinct: { false_hits: 0 } });
  });

  it('answers a run id posted ten times with one run', async () => {
    expect((await run(['b14', '--n', '10'])).rows[0]).toMatchObject({ ok: true, runs: 1, jobs: 1, different_answers: 1 });
  }, 60_000);

  it('names its proofs when it is asked for none or a strange one', async () => {
    expect((await run(['b99'])).code).toBe(2);
    expect((await run([])).code).toBe(2);
  });
});

describe('the sets', () => {
  it('are as large as the bars ask, and no pair is a brief with itself', () => {
    expect(minimalPairs().length + handWrittenPairs().length).toBeGreaterThanOrEqual(3000);
    expect(handWrittenPairs().length).toBeGreaterThanOrEqual(150);
    expect(surfaceVariants().length).toBeGreaterThanOrEqual(600);
    expect(paraphrases().length).toBeGreaterThanOrEqual(600);
    expect(attackBriefs().length).toBeGreaterThanOrEqual(100);
    for (const { a, b } of [...minimalPairs(), ...handWrittenPairs(), ...paraphrases()]) expect(a.trim()).not.toBe(b.trim());
  });
});
