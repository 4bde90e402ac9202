import { playwright } from './runners/playwright.ts';
import { report } from './runners/tally.ts';

/** `npm run test:faults`: kills the worker, the web server and PostgreSQL under a running evolution. */
process.exitCode = report([await playwright('faults', { env: {}, args: process.argv.slice(2) })]);
