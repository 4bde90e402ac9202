import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NewRunEvent, RunEvent } from './event.ts';
import { emptyRun, foldLog, foldRun, MAX_HISTORY, MAX_WITHDRAWN } from './fold-run.ts';

const runId = '01920000-0000-7000-8000-000000000001';

function log(...events: NewRunEvent[]): RunEvent[] {
  const start = Date.UTC(2026, 10, 23);
  return events.map((event, index) => ({ v: 1, runId, seq: index + 1, at: new Date(start + index).toISOString(), ...event }));
}

const accepted: NewRunEvent = {
  type: 'accepted',
  data: { brief: '비 온 뒤 정원', mode: 'balanced', engine: 'embedded', preset: 'balanced', seed: 7 },
};

function generation(round: number, gen: number, best = gen): NewRunEvent {
  const shape = { median: 0, p25: 0, p75: 0, diversity: 0.4, hypervolume: 1, evals: 96, evalsPerS: 1000, feasiblePct: 100 };
  return { type: 'generation', data: { round, rounds: 8, gen, of: 50, best, ...shape } };
}

function candidate(id: string, rank: number): NewRunEvent {
  return {
    type: 'candidate',
    data: {
      id,
      rank,
      lines: Array.from({ length: 5 }, (_, i) => ({ ingredient: `Material ${i}`, cas: '78-70-6', pct: 20 })),
      scores: { fit: 80, fit_sd: null, cost_krw_kg: 41_200, longevity_h: 6, sillage: 'moderate', balance: 0.8 },
      compliance: { ok: true, market: 'kr', category: '4', dose_pct: 18, worst: null, unchecked: [] },
      why: [],
      mode: 'balanced',
      source: 'evolved',
    },
  };
}

const anyEvent = fc.oneof(
  fc.constant(accepted),
  fc.record({ type: fc.constant('queued' as const), data: fc.constant({ ahead: 1, etaMs: null }) }),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 50 })).map(([round, gen]) => generation(round, gen)),
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 3 })).map(([id, rank]) => candidate(id, rank)),
  fc.constantFrom('a', 'b', 'c').map((id): NewRunEvent => ({ type: 'candidate.withdrawn', data: { id } })),
  fc.constant<NewRunEvent>({ type: 'cancelled', data: { by: 'designer' } }),
);

describe('foldRun', () => {
  test('an event that was already folded in changes nothing', () => {
    const events = log(accepted, generation(1, 0), candidate('a', 1));
    const state = foldLog(runId, events);
    for (const event of events) expect(foldRun(state, event)).toBe(state);
  });

  test('a snapshot in the middle and the tail after it give the same state as the whole log', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.nat(), fc.nat(), (events, cutAt, overlapBy) => {
        const whole = log(...events);
        const cut = cutAt % (whole.length + 1);
        const snapshot = JSON.parse(JSON.stringify(foldLog(runId, whole.slice(0, cut))));
        const tail = whole.slice(Math.max(0, cut - (overlapBy % 5)));
        expect(tail.reduce(foldRun, snapshot)).toEqual(foldLog(runId, whole));
      }),
    );
  });

  test('generations of later rounds go on counting: round 3, generation 7 of 50 is the 107th', () => {
    const state = foldLog(runId, log(accepted, generation(1, 50), generation(3, 7)));
    expect(state.progress?.total).toBe(107);
    expect(state.history.map((point) => point.total)).toEqual([50, 107]);
    expect(state.status).toBe('evolving');
  });

  test('a run picked up from its checkpoint replaces the generations it repeats', () => {
    const resumed: NewRunEvent = { type: 'resumed', data: { by: 'worker', attempt: 2, gen: 10 } };
    const events = log(accepted, generation(1, 10), generation(1, 20), resumed, generation(1, 11, 99));
    const state = foldLog(runId, events);
    expect(state.history.map(({ total, best }) => [total, best])).toEqual([
      [10, 10],
      [11, 99],
    ]);
    expect(state.attempt).toBe(2);
  });

  test('candidates stand by rank, a repeated one is replaced, a withdrawn one is kept apart', () => {
    const gone: NewRunEvent = { type: 'candidate.withdrawn', data: { id: 'b' } };
    const state = foldLog(runId, log(accepted, candidate('a', 2), candidate('b', 1), candidate('c', 3), gone, candidate('c', 1)));
    expect(state.candidates.map((one) => one.id)).toEqual(['c', 'a']);
    expect(state.withdrawn.map((one) => one.id)).toEqual(['b']);
  });

  test('a long run keeps its convergence chart under the cap, with the newest point', () => {
    const many = Array.from({ length: 1500 }, (_, gen) => generation(1, gen));
    const state = foldLog(runId, log(accepted, ...many));
    expect(state.history.length).toBeLessThanOrEqual(MAX_HISTORY);
    expect(state.history.length).toBeGreaterThan(MAX_HISTORY / 2);
    expect(state.history[0]?.total).toBe(0);
    expect(state.history.at(-1)?.total).toBe(1499);
  });

  test('withdrawn candidates are kept up to their cap, newest last', () => {
    const pairs = Array.from({ length: MAX_WITHDRAWN + 5 }, (_, i): NewRunEvent[] => [
      candidate(`c${i}`, 1),
      { type: 'candidate.withdrawn', data: { id: `c${i}` } },
    ]).flat();
    const state = foldLog(runId, log(accepted, ...pairs));
    expect(state.withdrawn).toHaveLength(MAX_WITHDRAWN);
    expect(state.withdrawn.at(-1)?.id).toBe(`c${MAX_WITHDRAWN + 4}`);
  });

  test('hints that arrive out of order stand in their places', () => {
    const hint = (i: number): NewRunEvent => ({ type: 'hint', data: { i, of: 5, text: `힌트 ${i}`, servedBy: 'templates' } });
    expect(foldLog(runId, log(accepted, hint(2), hint(0))).hints).toEqual(['힌트 0', '', '힌트 2']);
  });

  test('resuming clears the end of a stopped run', () => {
    const done: NewRunEvent = { type: 'done', data: { reason: 'stopped', candidates: 1, hash: 'h' } };
    const resumed: NewRunEvent = { type: 'resumed', data: { by: 'designer', attempt: 2, gen: 3 } };
    expect(foldLog(runId, log(accepted, generation(1, 3), done)).end).toEqual({ kind: 'done', reason: 'stopped', hash: 'h' });
    expect(foldLog(runId, log(accepted, generation(1, 3), done, resumed)).end).toBeNull();
  });

  test('a run without events is queued and empty', () => {
    expect(foldLog(runId, [])).toEqual(emptyRun(runId));
  });
});
