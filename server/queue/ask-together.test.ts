import { describe, expect, it } from 'vitest';
import { AskTogether } from './ask-together.ts';

describe('asking together', () => {
  it('asks once for all who come in one turn, and each gets what is under its own key', async () => {
    const asked: (readonly string[])[] = [];
    const together = new AskTogether(async (keys: readonly string[]) => {
      asked.push(keys);
      return new Map(keys.filter((key) => key !== 'c').map((key) => [key, key.toUpperCase()]));
    });
    expect(await Promise.all(['a', 'b', 'a', 'c'].map((key) => together.ask(key)))).toEqual(['A', 'B', 'A', null]);
    expect(asked).toEqual([['a', 'b', 'c']]);
  });

  it('puts those who come while it asks into the next question', async () => {
    const asked: (readonly string[])[] = [];
    let answer: () => void = () => undefined;
    const together = new AskTogether(async (keys: readonly string[]) => {
      asked.push(keys);
      if (asked.length === 1) {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      }
      return new Map(keys.map((key) => [key, true]));
    });
    const first = together.ask('a');
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const later = [together.ask('b'), together.ask('c')];
    answer();
    expect(await Promise.all([first, ...later])).toEqual([true, true, true]);
    expect(asked).toEqual([['a'], ['b', 'c']]);
  });

  it('tells everyone of a question that fails, and answers the next', async () => {
    let fails = true;
    const together = new AskTogether(async (keys: readonly string[]) => {
      if (fails) throw new Error('away');
      return new Map(keys.map((key) => [key, 1]));
    });
    const answers = await Promise.allSettled([together.ask('a'), together.ask('b')]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await together.ask('a')).toBe(1);
  });
});
