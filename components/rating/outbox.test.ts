import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Rating } from '#domain/preference/rating.ts';
import { Outbox, type Parcel, Refused } from './outbox.ts';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  });
  vi.stubGlobal('navigator', {});
});

const rate = (id: string, stars = 4): Parcel => {
  const rating: Rating = { id, candidateId: 'c', stars, evidence: 'screen', minutes: null, blind: false, tags: [], comment: '' };
  return { kind: 'rate', rating };
};

describe('ratings on their way', () => {
  test('wait while there is no network and arrive once, in order, when it is back', async () => {
    const arrived: string[] = [];
    let online = false;
    const outbox = new Outbox(
      {
        rate: async ({ id }) => {
          if (!online) throw new Error('no network');
          arrived.push(id);
        },
        undo: async (id) => {
          if (!online) throw new Error('no network');
          arrived.push(`undo ${id}`);
        },
      },
      () => undefined,
    );
    outbox.add(rate('a'));
    outbox.add(rate('b'));
    outbox.add({ kind: 'undo', id: 'b' });
    await outbox.flush();
    expect([arrived, outbox.waiting()]).toEqual([[], 3]);
    online = true;
    await outbox.flush();
    expect(arrived).toEqual(['a', 'b', 'undo b']);
    expect(outbox.waiting()).toBe(0);
    outbox.close();
  });

  test('given in quick succession are each sent once', async () => {
    const arrived: string[] = [];
    const outbox = new Outbox({ rate: async ({ id }) => void arrived.push(id), undo: async () => undefined }, () => undefined);
    for (const id of ['a', 'b', 'c']) outbox.add(rate(id));
    await outbox.flush();
    expect([arrived, outbox.waiting()]).toEqual([['a', 'b', 'c'], 0]);
    outbox.close();
  });

  test('one that the server refuses is taken out and reported; the next still arrives', async () => {
    const arrived: string[] = [];
    const refused: string[] = [];
    const outbox = new Outbox(
      {
        rate: async ({ id }) => {
          if (id === 'bad') throw new Refused('후보를 찾을 수 없어요.');
          arrived.push(id);
        },
        undo: async () => undefined,
      },
      (parcel, error) => refused.push(`${parcel.kind}: ${error.message}`),
    );
    outbox.add(rate('bad'));
    outbox.add(rate('good'));
    await vi.waitFor(() => expect(outbox.waiting()).toBe(0));
    expect(arrived).toContain('good');
    expect(refused).toContain('rate: 후보를 찾을 수 없어요.');
    outbox.close();
  });
});
