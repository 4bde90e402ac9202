import { expect, test } from 'vitest';
import { PROBES, runProbe } from './probes.ts';

test.each(PROBES)('$name', async (probe) => {
  expect(await runProbe(probe, 3)).toMatchObject({ ok: true });
});
