import { ensureBuilt } from '#workers/studio/build.ts';
import { TEST_STATE } from './project.ts';

/** Builds the pages when their sources changed, before any test's clock runs. */
export async function buildForTests(): Promise<boolean> {
  try {
    await ensureBuilt({
      stateDir: TEST_STATE,
      say: (line) => void process.stdout.write(`${line}\n`),
      signal: new AbortController().signal,
    });
    return true;
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}
