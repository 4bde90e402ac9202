import { holds, measureSets } from '../cache/measure.ts';
import type { Proof } from '../fault.ts';
import { seedEmbedded } from './tiny-world.ts';

const FULL = 3000;

export const proof: Proof = {
  summary: 'no pair of different wishes shares a cache key; variants of one wish do',
  n: FULL,
  async prove(_io, n) {
    const sets = measureSets(seedEmbedded(), Math.min(1, n / FULL));
    return { ok: holds(sets), ...sets };
  },
};
