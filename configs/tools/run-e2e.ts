import { pageTests } from './runners/page-tests.ts';
import { report } from './runners/tally.ts';

/** `npm run e2e [-- a-spec.spec.ts …]`: builds when needed, starts a studio of its own, runs the page tests, stops it. */
process.exitCode = report([await pageTests(process.argv.slice(2))]);
