import { buildForTests } from './build-for-tests.ts';
import { playwright } from './playwright.ts';
import { broken, type Tally } from './tally.ts';

/** Kills the worker, the web server, PostgreSQL and everything under a running evolution; each needs no browser. */
export async function faultTests(args: readonly string[] = []): Promise<Tally> {
  if (!(await buildForTests())) return broken('faults');
  return playwright('faults', { env: {}, args });
}
