import type { Browser } from 'playwright';

const BRIEF = '상큼한 시트러스와 은은한 꽃향기가 나는 여름 향수';
const MODES = { fast: '빠름', balanced: '균형', creative: '창작' } as const;
export type BenchMode = keyof typeof MODES;

/** One run as its designer sees it, milliseconds. */
export interface RunSeen {
  /** From pressing start to the run's address and an active stage on screen. */
  readonly acknowledgedMs: number;
  /** From pressing start to the first candidate card. */
  readonly firstCandidateMs: number;
  /** Tasks that held the page's thread for more than 200 ms until then. */
  readonly longTasks: number;
}

/** Types a brief, presses start and watches, frame by frame, in a page that has come to rest. */
export async function watchRun(browser: Browser, url: string, mode: BenchMode): Promise<RunSeen> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
  try {
    const page = await context.newPage();
    await page.goto(new URL('/studio', url).href);
    await page.waitForLoadState('networkidle');
    await page.getByRole('textbox', { name: '어떤 향을 만들까요?' }).fill(BRIEF);
    await page.getByRole('button', { name: MODES[mode], exact: true }).click();
    const seen = await page.evaluate(
      () =>
        new Promise<RunSeen>((resolve) => {
          let [longTasks, acknowledgedMs] = [0, 0];
          new PerformanceObserver((list) => {
            longTasks += list.getEntries().filter((task) => task.duration > 200).length;
          }).observe({ type: 'longtask' });
          const begin = performance.now();
          document.querySelector<HTMLButtonElement>('form button[type=submit]')?.click();
          const look = (): void => {
            const since = performance.now() - begin;
            if (!acknowledgedMs && /\/studio\/[0-9a-f-]{36}/.test(location.pathname) && document.querySelector('[aria-current=step]'))
              acknowledgedMs = since;
            if (document.querySelector('[data-testid=cand-card]')) resolve({ acknowledgedMs, firstCandidateMs: since, longTasks });
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    // The next run must find the studio at rest.
    await page.getByRole('button', { name: '새 브리프' }).waitFor({ timeout: 60_000 });
    return seen;
  } finally {
    await context.close();
  }
}
