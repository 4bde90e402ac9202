import { faultTests } from './runners/fault-tests.ts';
import { report } from './runners/tally.ts';

/** `npm run test:faults`: kills the worker, the web server and PostgreSQL under a running evolution. */
process.exitCode = report([await faultTests(process.argv.slice(2))]);
