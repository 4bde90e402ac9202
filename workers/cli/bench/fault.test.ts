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

/** Counts and invariants only: how long things take is for the full proofs on a quiet machine. */
describe('the proofs with real processes, in small', () => {
  it('find every answer of the three families inside its grammar and schema', async () => {
    const families = (await run(['b2', '--n', '3'])).rows[0]?.families;
    expect(families).toMatchObject({
      qwen: { wrapper: 'ChatML', valid: 3, restarts: 0 },
      mistral: { wrapper: 'Mistral', valid: 3, restarts: 0 },
      llama: { wrapper: 'Llama 3', valid: 3, restarts: 0 },
    });
  }, 120_000);

  it('answer every brief whose model is killed, bring the model back, and let the others notice nothing', async () => {
    expect((await run(['b3', '--n', '2'])).rows[0]).toMatchObject({ kills: 2, answered: 2, other_models_errors: 0 });
  }, 120_000);

  it('lose and double no run when the worker is killed in the middle of one', async () => {
    const { rows } = await run(['b4', '--n', '8']);
    expect(rows[0]).toMatchObject({ jobs: 8, kills: 2, lost: 0, doubled_results: 0, doubled_evolve_jobs: 0, gaps_in_logs: 0 });
  }, 120_000);

  it('answer every prompt that follows an abort, with the process that was aborted', async () => {
    expect((await run(['b7', '--n', '5'])).rows[0]).toMatchObject({ aborts: 5, answered_after_abort: 5, crashes: 0 });
  }, 120_000);

  it('let a hundred runs wait and not one more, however many are posted at once', async () => {
    expect((await run(['b9', '--n', '120'])).rows[0]).toMatchObject({ posts: 120, accepted: 100, refused: 20 });
  }, 120_000);

  it('hold against attacks, also with a model that obeys them', async () => {
    const held = { schema_escapes: 0, limit_overrides: 0, prompt_leaks: 0, crashes: 0 };
    expect((await run(['b17', '--n', '3'])).rows[0]).toMatchObject({ ok: true, attacks: 3, ...held });
  }, 120_000);

  it('answer every request over reloads and leave no handle open', async () => {
    const row = (await run(['b21', '--n', '24'])).rows[0] as { handles: { first: number; last: number } };
    expect(row).toMatchObject({ requests: 24, reloads: 1, errors: 0 });
    expect(row.handles.last).toBeLessThanOrEqual(row.handles.first);
  }, 120_000);
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
