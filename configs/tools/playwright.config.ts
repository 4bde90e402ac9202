import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './runners/browser.ts';

const executablePath = process.env.CHROME_PATH || findBrowser();

/** `npm run e2e` and `npm run test:faults` start what these need; by hand, give BASE_URL of a running studio. */
export default defineConfig({
  testDir: '../../e2e',
  outputDir: '../../test-results',
  forbidOnly: true,
  // One at a time: every run of the studio under test evolves on the same few cores.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env.BASE_URL,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: executablePath ? { executablePath } : {},
  },
  projects: [
    { name: 'pages', testIgnore: 'faults/**', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    // Each starts and kills a studio of its own.
    { name: 'faults', testMatch: 'faults/**/*.spec.ts', timeout: 240_000, use: { trace: 'off' } },
  ],
});
