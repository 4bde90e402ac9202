import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForWakeups, type Wakeups } from './wakeups.ts';

const never = new AbortController().signal;
let notify: (key: string) => void;
let reconnected: () => void;
let wakeups: Wakeups;

beforeEach(async () => {
  vi.useFakeTimers();
  wakeups = await listenForWakeups(
    {
      listen: (_channel, onNotify, onListen) => {
        notify = onNotify;
        reconnected = onListen;
        return Promise.resolve({ unlisten: () => Promise.resolve() });
      },
    },
    'channel',
  );
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether `promise` is settled now, without time passing. */
async function settled(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

describe('a wake-up', () => {
  it('ends a wait on its own key and no other', async () => {
    const [mine, other] = [wakeups.subscribe('a').wait(2000, never), wakeups.subscribe('b').wait(2000, never)];
    notify('a');
    expect([await settled(mine), await settled(other)]).toEqual([true, false]);
  });

  it('is not lost when it comes between the reset and the wait', async () => {
    const wake = wakeups.subscribe('a');
    wake.reset();
    notify('a');
    expect(await settled(wake.wait(2000, never))).toBe(true);
    wake.reset();
    expect(await settled(wake.wait(2000, never))).toBe(false);
  });

  it('ends a wait also after an earlier wait was given up and ran out', async () => {
    const wake = wakeups.subscribe('a');
    void wake.wait(2000, never);
    await vi.advanceTimersByTimeAsync(1000);
    const second = wake.wait(2000, never);
    await vi.advanceTimersByTimeAsync(1500); // the first has run out, the second has not
    expect(await settled(second)).toBe(false);
    notify('a');
    expect(await settled(second)).toBe(true);
  });

  it('comes to everyone after the connection was made again, as anything may have been missed', async () => {
    const waits = ['a', 'b'].map((key) => wakeups.subscribe(key).wait(2000, never));
    reconnected();
    expect(await Promise.all(waits.map(settled))).toEqual([true, true]);
  });

  it('is replaced by the end of the time or of the reader', async () => {
    const leaving = new AbortController();
    const [late, left] = [wakeups.subscribe('a').wait(2000, never), wakeups.subscribe('a').wait(2000, leaving.signal)];
    leaving.abort();
    expect([await settled(late), await settled(left)]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await settled(late)).toBe(true);
  });
});
