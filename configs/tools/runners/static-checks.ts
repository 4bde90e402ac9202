import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, inModules, ROOT, runNode, runProgram } from './project.ts';
import type { Tally } from './tally.ts';

/** All that can be said without running the product and without a database. */
const CHECKS: Readonly<Record<string, () => Promise<Finished>>> = {
  types: () => checkTypes(),
  style: () =>
    runNode([inModules('@biomejs', 'biome', 'bin', 'biome'), 'check', '--config-path', 'configs/tools/lint-and-format.json', '.'], {
      quiet: true,
    }),
  boundaries: () =>
    runNode(
      [inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), '--config', 'configs/tools/dependency-cruiser.cjs', ...FOLDERS],
      { quiet: true },
    ),
  'dead code': () =>
    runNode([inModules('knip', 'bin', 'knip.js'), '--config', 'configs/tools/knip.json', '--no-progress'], { quiet: true }),
  'lock file': () => checkLock(),
};
const FOLDERS = ['app', 'components', 'server', 'drizzle', 'workers', 'configs', 'e2e'];

/** Runs every check, two at a time, and prints the words of those that fail. */
export async function staticChecks(): Promise<Tally> {
  const waiting = Object.entries(CHECKS);
  let passed = 0;
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next;
      const start = performance.now();
      const { ok, output } = await check();
      if (ok) passed++;
      process.stdout.write(
        `${ok ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n${ok ? '' : `${output.trim()}\n`}`,
      );
    }
  };
  await Promise.all([lane(), lane()]);
  return { name: 'verify', passed, failed: Object.keys(CHECKS).length - passed, skipped: 0 };
}

async function checkTypes(): Promise<Finished> {
  // A fresh clone has no next-env.d.ts; without it style sheets have no types.
  if (!existsSync(join(ROOT, 'next-env.d.ts'))) {
    const typegen = await runNode([inModules('next', 'dist', 'bin', 'next'), 'typegen'], {
      quiet: true,
      env: { NEXT_TELEMETRY_DISABLED: '1' },
    });
    if (!typegen.ok) return typegen;
  }
  return runNode([inModules('typescript', 'bin', 'tsc'), '-p', '.'], { quiet: true });
}

/** The lock is complete, names no address, and npm ci would take it. */
async function checkLock(): Promise<Finished> {
  const own = await runNode(['configs/tools/fix-lockfile.mjs', '--check'], { quiet: true });
  if (!own.ok) return own;
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const args = ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return cli?.endsWith('.js')
    ? runProgram(node ?? process.execPath, [cli, ...args], { quiet: true })
    : runProgram('npm', args, { quiet: true });
}
