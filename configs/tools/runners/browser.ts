import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inModules, ROOT, runNode, runProgram } from './project.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chrome or Chromium that is here and starts; null when there is none. */
export function findBrowser(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env.CHROME_PATH ?? '', ...onPath, ...PLACES, ...fromPlaywright()].find((path) => path !== '' && starts(path)) ?? null;
}

/** Finds a browser or brings one: Debian's chromium as root, else Playwright's own. Null when neither can be had. */
export async function bringBrowser(): Promise<string | null> {
  const found = findBrowser();
  if (found) return found;
  if (isDebian() && process.getuid?.() === 0) {
    process.stdout.write("Installing Debian's chromium for the page tests …\n");
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const install = ['install', '-y', '--no-install-recommends', 'chromium'];
    const first = await runProgram('apt-get', install, { quiet: true, env });
    if (!first.ok) {
      await runProgram('apt-get', ['update'], { quiet: true, env });
      const second = await runProgram('apt-get', install, { quiet: true, env });
      if (!second.ok) process.stdout.write(`${second.output.trim()}\n`);
    }
  } else {
    process.stdout.write("No Chrome here; fetching Playwright's own for the page tests …\n");
    const fetched = await runNode([inModules('@playwright', 'test', 'cli.js'), 'install', 'chromium'], { quiet: true });
    if (!fetched.ok) process.stdout.write(`${fetched.output.trim()}\n`);
  }
  const browser = findBrowser();
  if (!browser) {
    process.stdout.write(
      'The page tests need Chrome or Chromium and none could be installed. Install one, or name it: CHROME_PATH=/path/to/chrome npm test\n',
    );
  }
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

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}
