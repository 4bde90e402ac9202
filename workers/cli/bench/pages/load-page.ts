import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright';

/** One cold load of a page: milliseconds as the browser counts them, transferred (compressed) kilobytes by kind. */
export interface PageLoad {
  readonly ttfbMs: number;
  readonly lcpMs: number;
  readonly cls: number;
  /** Scripts that the HTML names, and those that they fetched themselves until a second after the load event. */
  readonly scriptKb: number;
  readonly lazyKb: number;
  readonly styleKb: number;
  readonly fontKb: number;
  readonly documentKb: number;
  /** Origins other than the studio's that were asked for anything. */
  readonly foreign: readonly string[];
}

/** What the page notes about itself from its first moment. */
interface Vitals {
  lcp: number;
  cls: number;
}

/** Opens `url` in a browser that has never seen it and waits until one second after its load event. */
export async function loadPage(browser: Browser, url: string): Promise<PageLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const vitals: Vitals = { lcp: 0, cls: 0 };
      Object.assign(window, { vitals });
      new PerformanceObserver((list) => {
        vitals.lcp = list.getEntries().at(-1)?.startTime ?? vitals.lcp;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
          if (!shift.hadRecentInput) vitals.cls += shift.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    const named = new Set<string>();
    const kinds = new Map<string, { kind: string; origin: string }>();
    const bytes: { kind: string; size: number; late: boolean }[] = [];
    client.on('Network.requestWillBeSent', ({ requestId, initiator }) => {
      if (initiator.type === 'parser') named.add(requestId);
    });
    client.on('Network.responseReceived', ({ requestId, type, response }) => {
      kinds.set(requestId, { kind: type, origin: new URL(response.url).origin });
    });
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const of = kinds.get(requestId);
      if (of) bytes.push({ kind: of.kind, size: encodedDataLength, late: !named.has(requestId) });
    });
    await page.goto(url, { waitUntil: 'load' });
    await sleep(1000);
    const timing = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const { vitals } = window as unknown as { vitals: Vitals };
      return { ttfb: navigation?.responseStart ?? Number.NaN, ...vitals };
    });
    const kb = (kind: string, late?: boolean): number =>
      bytes.filter((part) => part.kind === kind && (late === undefined || part.late === late)).reduce((sum, { size }) => sum + size, 0) /
      1000;
    const own = new URL(url).origin;
    return {
      ttfbMs: timing.ttfb,
      lcpMs: timing.lcp,
      cls: timing.cls,
      scriptKb: kb('Script', false),
      lazyKb: kb('Script', true),
      styleKb: kb('Stylesheet'),
      fontKb: kb('Font'),
      documentKb: kb('Document'),
      foreign: [...new Set([...kinds.values()].map(({ origin }) => origin).filter((origin) => origin !== own && origin !== 'null'))],
    };
  } finally {
    await context.close();
  }
}
