import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inModules, runNode, TEST_STATE } from './project.ts';
import { broken, type Tally } from './tally.ts';

/** The part of vitest's JSON report that is counted. */
const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** Tests of the domain and of the services, the latter on a PostgreSQL of their own. */
export async function vitest(): Promise<Tally> {
  const name = 'vitest';
  const file = join(TEST_STATE, 'reports', 'vitest.json');
  rmSync(file, { force: true });
  const { ok } = await runNode([
    inModules('vitest', 'vitest.mjs'),
    ...['run', '--config', 'configs/tools/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]);
  const report = readReport(file);
  if (!report) return broken(name);
  // A file that cannot be loaded fails without a failed test of its own.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    name,
    passed: report.numPassedTests,
    failed: !ok && failed === 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readReport(file: string): z.infer<typeof Report> | null {
  try {
    return Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    process.stderr.write(`vitest left no report: ${error instanceof Error ? error.message : error}\n`);
    return null;
  }
}
