import { describe, expect, it } from 'vitest';
import type { NewRunEvent } from '#domain/run/event.ts';
import { EventWriter } from './event-writer.ts';

const hint = (i: number): NewRunEvent => ({ type: 'hint', data: { i, of: 9, text: `${i}`, servedBy: 'templates' } });

describe('event writer', () => {
  it('writes in order, one transaction at a time, together what came meanwhile', async () => {
    const transactions: NewRunEvent[][] = [];
    const released: (() => void)[] = [];
    const writer = new EventWriter((events) => {
      transactions.push([...events]);
      return new Promise<void>((resolve) => released.push(resolve));
    });
    writer.add(hint(0));
    await Promise.resolve();
    await Promise.resolve();
    writer.add(hint(1));
    writer.add(hint(2));
    const flushed = writer.flushed();
    released[0]?.();
    while (released.length < 2) await Promise.resolve();
    released[1]?.();
    await flushed;
    expect(transactions).toEqual([[hint(0)], [hint(1), hint(2)]]);
  });

  it('gives the error of the log to whoever waits', async () => {
    const writer = new EventWriter(async () => {
      throw new Error('the run was lost');
    });
    writer.add(hint(0));
    await expect(writer.flushed()).rejects.toThrow('the run was lost');
  });
});
