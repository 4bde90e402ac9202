import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installChromium, isDebian, UNPACKED_CHROMIUM, unpackChromium } from './debian-chromium.ts';
import { inModules, ROOT, runNode } from './project.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chrome or Chromium that is here and starts; null when there is none. */
export function findBrowser(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return (
    [process.env.CHROME_PATH ?? '', ...onPath, ...PLACES, UNPACKED_CHROMIUM, ...fromPlaywright()].find(
      (path) => path !== '' && starts(path),
    ) ?? null
  );
}

/** Finds a browser or brings one: Debian's chromium, with or without root, elsewhere Playwright's own. Null when none can be had. */
export async function bringBrowser(): Promise<string | null> {
  const found = findBrowser();
  if (found) return found;
  process.stdout.write('No Chrome or Chromium here; fetching one for the page tests …\n');
  if (!isDebian()) {
    const { ok, output } = await runNode([inModules('@playwright', 'test', 'cli.js'), 'install', 'chromium'], { quiet: true });
    if (!ok) process.stdout.write(`${output.trim()}\n`);
  } else if (process.getuid?.() === 0) await installChromium();
  else await unpackChromium();
  const browser = findBrowser();
  if (!browser) process.stdout.write('None could be had. Install Chrome or Chromium, or name one: CHROME_PATH=/path/to/chrome npm test\n');
  return browser;
}

/** Some systems ship a `chromium` that only says where to get one. */
function starts(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  return spawnSync(path, ['--version'], { cwd: ROOT, timeout: 20_000 }).status === 0;
}

function fromPlaywright(): string[] {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((folder) => folder.startsWith('chromium'))
    .sort()
    .reverse()
    .flatMap((folder) =>
      ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-headless-shell-linux64/chrome-headless-shell'].map((file) =>
        join(cache, folder, file),
      ),
    );
}
