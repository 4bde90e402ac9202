import { describe, expect, test, vi } from 'vitest';
import type { RunEvent } from '#domain/run/event.ts';
import { emptyRun, foldLog } from '#domain/run/fold-run.ts';
import type { RunListener } from './live-message.ts';
import { RunStore } from './run-store.ts';

const runId = '01920000-0000-7000-8000-000000000001';

function generation(seq: number): RunEvent {
  const shape = { best: seq, median: 0, p25: 0, p75: 0, diversity: 0, hypervolume: 0, evals: 1, evalsPerS: 1, feasiblePct: 100 };
  return {
    v: 1,
    runId,
    seq,
    at: '2026-11-23T00:00:00.000Z',
    type: 'generation',
    data: { round: 1, rounds: 1, gen: seq, of: 100, ...shape },
  };
}

/** A live tail driven by hand. */
function handTail() {
  let listener: RunListener | null = null;
  const refill = vi.fn();
  const live = {
    watch: (_id: string, next: RunListener) => {
      listener = next;
      return () => {
        listener = null;
      };
    },
    refill,
  };
  return {
    live,
    refill,
    send: (...seqs: number[]) => listener?.events(seqs.map(generation)),
    lose: () => listener?.snapshotNeeded(),
    after: () => listener?.after(),
  };
}

describe('a run on screen', () => {
  test('folds events once, whatever is sent twice', async () => {
    const store = new RunStore(runId);
    const tail = handTail();
    store.follow(tail.live, () => Promise.reject(new Error('no snapshot was asked for')));
    tail.send(1, 2);
    tail.send(2, 1, 3);
    await vi.waitFor(() => expect(store.view.getState().run.seq).toBe(3));
    expect(store.view.getState()).toMatchObject({ from: 0, applied: 3 });
    expect(tail.after()).toBe(3);
  });

  test('holds an event that came early and asks for the gap before it', async () => {
    vi.useFakeTimers();
    const store = new RunStore(runId);
    const tail = handTail();
    store.follow(tail.live, () => Promise.resolve(emptyRun(runId)));
    tail.send(1);
    tail.send(3);
    await vi.advanceTimersByTimeAsync(200);
    expect(store.view.getState().run.seq).toBe(1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(tail.refill).toHaveBeenCalledWith(runId);
    tail.send(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(store.view.getState().run.seq).toBe(3);
    vi.useRealTimers();
  });

  test('takes a snapshot when the tail cannot reach back, and goes on from it', async () => {
    const store = new RunStore(runId);
    const tail = handTail();
    store.follow(tail.live, () => Promise.resolve(foldLog(runId, [1, 2, 3, 4].map(generation))));
    tail.lose();
    await vi.waitFor(() => expect(store.view.getState()).toMatchObject({ from: 4, applied: 0 }));
    tail.send(4, 5);
    await vi.waitFor(() => expect(store.view.getState()).toMatchObject({ applied: 1 }));
    expect(store.view.getState().run.progress?.gen).toBe(5);
  });

  test('an older snapshot never takes the screen back', async () => {
    const store = new RunStore(runId, foldLog(runId, [1, 2, 3].map(generation)));
    const tail = handTail();
    let asked = false;
    store.follow(tail.live, () => {
      asked = true;
      return Promise.resolve(emptyRun(runId));
    });
    tail.lose();
    await vi.waitFor(() => expect(asked).toBe(true));
    expect(store.view.getState().run.seq).toBe(3);
  });
});
