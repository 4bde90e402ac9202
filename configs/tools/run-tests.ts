import { faultTests } from './runners/fault-tests.ts';
import { pageTests } from './runners/page-tests.ts';
import { staticChecks } from './runners/static-checks.ts';
import { report, type Tally } from './runners/tally.ts';
import { vitest } from './runners/vitest.ts';

/** `npm test`: everything, cheapest first, all of it even when something fails. The last line is the sum. */
const stages: Readonly<Record<string, () => Promise<Tally>>> = {
  'Types, style, boundaries, dead code, lock file': staticChecks,
  'Domain and services': vitest,
  'Pages in a browser': () => pageTests(),
  'Faults: killed worker, web server and database': () => faultTests(),
};

const tallies: Tally[] = [];
for (const [title, run] of Object.entries(stages)) {
  process.stdout.write(`\n== ${title}\n`);
  const start = performance.now();
  tallies.push(await run());
  process.stdout.write(`(${((performance.now() - start) / 1000).toFixed(0)} s)\n`);
}
process.exitCode = report(tallies);
