import { describe, expect, it } from 'vitest';
import { DomainError } from '#domain/error.ts';
import { populationHash } from '#domain/evolve/checkpoint.ts';
import { evolveIslands } from '#domain/evolve/islands.ts';
import { readingOf } from '#domain/evolve/loose-reading.ts';
import { buildProblem } from '#domain/evolve/problem.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { type RunEvolution, runEvolution } from './run-evolution.ts';
import { runIslands } from './run-islands.ts';

const READING = readingOf({ notes_preference: { citrus: 0.5, floral: 0.3, musk: 0.2 } });

function wish(events: NewRunEvent[], given: Partial<RunEvolution> = {}): RunEvolution {
  return {
    reading: READING,
    market: 'kr',
    category: '4',
    dosePct: 18,
    preset: 'fast',
    maxRounds: 1,
    seed: 7,
    mode: 'fast',
    signal: new AbortController().signal,
    onEvents: async (batch) => void events.push(...batch),
    onCheckpoint: async () => undefined,
    ...given,
  };
}

const generations = (events: readonly NewRunEvent[]) => events.filter((event) => event.type === 'generation').map(({ data }) => data);

describe('runEvolution', () => {
  it('gives the same hash for the same seed, and tells generations and then candidates', async () => {
    const events: NewRunEvent[] = [];
    const end = await runEvolution(wish(events));
    expect(end.reason).toBe('finished');
    expect(events[0]?.type).toBe('generation');
    expect(generations(events).at(-1)).toMatchObject({ round: 1, rounds: 1, gen: 50, of: 50, evals: 30 * 51, feasiblePct: 100 });
    expect(events.at(-1)?.type).toBe('candidate');
    expect((await runEvolution(wish([]))).hash).toBe(end.hash);
  });

  it('replaces candidates from round to round: what is withdrawn was shown, and what remains is what it counts', async () => {
    const events: NewRunEvent[] = [];
    const end = await runEvolution(wish(events, { maxRounds: 3 }));
    const shown = new Set<string>();
    for (const event of events) {
      if (event.type === 'candidate') shown.add(event.data.id);
      if (event.type === 'candidate.withdrawn') expect(shown.delete(event.data.id)).toBe(true);
    }
    expect(shown.size).toBe(end.candidates);
  });

  it('stops at the next generation and keeps the best so far', async () => {
    const stop = new AbortController();
    const events: NewRunEvent[] = [];
    const end = await runEvolution(
      wish(events, {
        generations: 20_000,
        stop: stop.signal,
        onEvents: async (batch) => {
          events.push(...batch);
          if (generations(events).length >= 2) stop.abort();
        },
      }),
    );
    expect(end.reason).toBe('stopped');
    expect(end.candidates).toBeGreaterThanOrEqual(6);
    expect(generations(events).at(-1)?.gen).toBeLessThan(20_000);
  });

  it('is cancelled between two generations and throws the reason', async () => {
    const cancel = new AbortController();
    const reason = new Error('drained');
    const running = runEvolution(wish([], { generations: 20_000, signal: cancel.signal, onEvents: async () => cancel.abort(reason) }));
    await expect(running).rejects.toBe(reason);
  });

  it('goes on from a checkpoint to the same hash as a run that nobody broke', async () => {
    const whole = await runEvolution(wish([], { maxRounds: 3 }));
    let saved: unknown = null;
    const cancel = new AbortController();
    await runEvolution(
      wish([], {
        maxRounds: 3,
        signal: cancel.signal,
        onCheckpoint: async (_gen, data) => {
          saved ??= JSON.parse(JSON.stringify(data));
          cancel.abort(new Error('killed'));
        },
      }),
    ).catch(() => undefined);
    expect(saved).not.toBeNull();
    expect((await runEvolution(wish([], { maxRounds: 3, checkpoint: saved }))).hash).toBe(whole.hash);
  });

  it('hands on a handler that fails and a brief that cannot be met', async () => {
    const lost = new Error('lost the run');
    await expect(runEvolution(wish([], { onEvents: () => Promise.reject(lost) }))).rejects.toBe(lost);
    const impossible = runEvolution(wish([], { costCap: { value: 1000, unit: 'KRW/kg' } }));
    await expect(impossible).rejects.toBeInstanceOf(DomainError);
    await expect(impossible).rejects.toMatchObject({ code: 'infeasible', details: { relax: { kind: 'cost_cap' } } });
  });
});

describe('runIslands', () => {
  it('computes on two threads what one thread computes, to the last bit', async () => {
    const preset = { population_size: 20, n_generations: 45, mutation_sigma: 0.15, mutation_rate: 0.3 };
    const options = { dosePct: 18, category: '4', market: 'kr', krwPerUsd: 1400 } as const;
    const { hashes } = await runIslands({ reading: READING, options, preset, seed: 3 }, 2);
    const alone = evolveIslands(buildProblem(readSeedCatalogue(), READING, options), preset, 3, 2);
    expect(hashes).toEqual(alone.map(populationHash));
  });
});
