import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { findBrowser } from '#configs/tools/runners/browser.ts';
import { startTestStudio } from '#configs/tools/runners/test-studio.ts';
import { EXIT, type Verb } from '../verb.ts';
import { loadPage, type PageLoad } from './pages/load-page.ts';
import { type BenchMode, watchRun } from './pages/watch-run.ts';
import { quantile } from './quantile.ts';

const ROUTES = ['/studio', '/admin', '/admin/modes', '/admin/cache', '/admin/models', '/admin/training'];
const MODES: readonly BenchMode[] = ['fast', 'balanced', 'creative'];
/** Upper bars of a page's first load: 75th percentile of the loads, loopback, nothing cached. */
const BARS = { ttfbMs: 150, lcpMs: 1000, cls: 0.02, scriptKb: 200, lazyKb: 115, styleKb: 25, fontKb: 220 } satisfies Partial<PageLoad>;
/** The same of a run: what the designer waits for. */
const RUN_BARS = { acknowledgedMs: 100, firstCandidateMs: 1000, longTasks: 0 };

/** How heavy and how quick the pages are, in a real browser on a production build. */
export const bench: Verb = {
  summary: 'bench pages: first load of every page, and start to first candidate in every mode',
  help: `Options: --n <loads of a page, runs of a mode> (10). Starts a studio and a browser of its own. Prints per page
{page, n, p75: {ttfbMs, lcpMs, cls, scriptKb, lazyKb, styleKb, fontKb, documentKb}, foreign, over}, then per mode
{mode, n, p75: {acknowledgedMs, firstCandidateMs, longTasks}, over}; kilobytes are of 1,000 bytes as transferred, compressed. "over" names the bars missed; exits 1 when there is one.`,
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { n: { type: 'string', default: '10' } } });
    const n = Number(values.n);
    const browserPath = findBrowser();
    if (!browserPath) {
      io.progress('bench pages needs Chrome or Chromium; name it with CHROME_PATH');
      return EXIT.usage;
    }
    const studio = await startTestStudio('bench-pages', { fresh: false });
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-background-networking'] });
    let missed = 0;
    try {
      for (const path of ROUTES) {
        if (io.signal.aborted) break;
        const url = new URL(path, studio.url).href;
        await loadPage(browser, url); // the server's own first time is not the page's
        const loads: PageLoad[] = [];
        for (let load = 0; load < n; load++) loads.push(await loadPage(browser, url));
        const foreign = [...new Set(loads.flatMap((load) => load.foreign))];
        const p75 = thirdQuartiles(loads.map(({ foreign: _, ...figures }) => figures));
        const over = [...overBars(p75, BARS), ...(foreign.length > 0 ? ['foreign'] : [])];
        missed += over.length;
        await io.answer({ page: path, n, p75, foreign, over });
      }
      for (const mode of MODES) {
        if (io.signal.aborted) break;
        await watchRun(browser, studio.url, mode);
        const runs = [];
        for (let run = 0; run < n; run++) runs.push(await watchRun(browser, studio.url, mode));
        const p75 = thirdQuartiles(runs);
        const over = overBars(p75, RUN_BARS);
        missed += over.length;
        await io.answer({ mode, n, p75, over });
      }
      return missed === 0 ? EXIT.allAnswered : EXIT.someErrors;
    } finally {
      await browser.close();
      await studio.stop();
    }
  },
};

function thirdQuartiles<K extends string>(rows: readonly Readonly<Record<K, number>>[]): Record<string, number> {
  const keys = Object.keys(rows[0] ?? {}) as K[];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      quantile(
        rows.map((row) => row[key]),
        0.75,
      ),
    ]),
  );
}

function overBars(figures: Readonly<Record<string, number>>, bars: Readonly<Record<string, number>>): string[] {
  return Object.keys(bars).filter((key) => !((figures[key] ?? Number.NaN) <= (bars[key] ?? Number.NaN)));
}
