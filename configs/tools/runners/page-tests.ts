import { bringBrowser } from './browser.ts';
import { buildForTests } from './build-for-tests.ts';
import { playwright } from './playwright.ts';
import { broken, type Tally } from './tally.ts';
import { startTestStudio, type TestStudio } from './test-studio.ts';

/** The pages in a real browser against a studio of their own. */
export async function pageTests(args: readonly string[] = []): Promise<Tally> {
  const browser = await bringBrowser();
  if (!browser || !(await buildForTests())) return broken('e2e');
  let studio: TestStudio;
  try {
    studio = await startTestStudio('e2e', { fresh: true });
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
    return broken('e2e');
  }
  try {
    return await playwright('pages', { env: { BASE_URL: studio.url, CHROME_PATH: browser }, args });
  } finally {
    await studio.stop();
  }
}
