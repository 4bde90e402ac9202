import { describe, expect, it } from 'vitest';
import { Admission } from './admission.ts';

describe('the door of a full queue', () => {
  it('lets as many in as there may be, and turns the rest away while they are being admitted', async () => {
    const door = new Admission(() => 0);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const let_in = Array.from({ length: 500 }, () => (door.mayEnter(100) ? door.through(() => held) : null)).filter(
      (entry) => entry !== null,
    );
    expect(let_in).toHaveLength(100);
    release();
    await Promise.all(let_in);
    expect(door.mayEnter(100)).toBe(true);
  });

  it('believes for a second that the house is full, then lets one look again', () => {
    const clock = { now: 0 };
    const door = new Admission(() => clock.now);
    door.saw(100);
    expect(door.mayEnter(100)).toBe(false);
    clock.now = 1000;
    expect(door.mayEnter(100)).toBe(true);
  });

  it('runs four at a time, also when one of them fails', async () => {
    const door = new Admission();
    let running = 0;
    let most = 0;
    const work = (fails: boolean) => async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (fails) throw new Error('refused');
    };
    await Promise.allSettled(Array.from({ length: 40 }, (_, i) => door.through(work(i % 3 === 0))));
    expect([most, running]).toEqual([4, 0]);
  });
});
