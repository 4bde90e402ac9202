import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inModules, runNode, TEST_STATE } from './project.ts';
import { broken, type Tally } from './tally.ts';

/** The part of Playwright's JSON report that is counted. */
const Report = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Runs the specs of one Playwright project; further words (a file, -g …) go to Playwright as they are. */
export async function playwright(
  project: 'pages' | 'faults',
  { env, args }: { env: Record<string, string>; args: readonly string[] },
): Promise<Tally> {
  const name = project === 'pages' ? 'e2e' : project;
  const file = join(TEST_STATE, 'reports', `${project}.json`);
  rmSync(file, { force: true });
  const { ok } = await runNode(
    [inModules('@playwright', 'test', 'cli.js'), 'test', '--config', 'configs/tools/playwright.config.ts', `--project=${project}`, ...args],
    { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
  );
  try {
    const { stats } = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A test that passes only on a second try has failed once.
    const failed = stats.unexpected + stats.flaky;
    return { name, passed: stats.expected, failed: !ok && failed === 0 ? 1 : failed, skipped: stats.skipped };
  } catch (error) {
    process.stderr.write(`Playwright left no report: ${error instanceof Error ? error.message : error}\n`);
    return broken(name);
  }
}
