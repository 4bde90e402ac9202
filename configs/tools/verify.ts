import { staticChecks } from './runners/static-checks.ts';
import { report } from './runners/tally.ts';

/** `npm run verify`: types, style, boundaries, dead code, lock file. No database, under half a minute. */
process.exitCode = report([await staticChecks()]);
