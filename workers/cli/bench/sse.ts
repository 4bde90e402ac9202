import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { uuidv7 } from 'uuidv7';
import { findBrowser } from '#configs/tools/runners/browser.ts';
import { startTestStudio } from '#configs/tools/runners/test-studio.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import { brief, run } from '#drizzle/schema/run.ts';
import { LOCAL_ADMIN } from '#server/auth/local-admin.ts';
import { type Connection, connect } from '#server/db/connect.ts';
import { startPostgres } from '#server/db/embedded/start-postgres.ts';
import { recordEvents } from '#server/services/run/record-events.ts';
import { EXIT, type Verb } from '../verb.ts';
import { quantile } from './quantile.ts';

/** Events as evolution writes them: four a second. */
const EVERY_MS = 260;
const EVENTS = 120;
const BAR_MS = 120;

/** From the commit of an event to its place in the page, in a real browser on a production build. */
export const bench: Verb = {
  summary: 'bench sse: milliseconds from writing an event to the DOM of an open run',
  help: 'Options: --n <events> (120). Starts a studio and a browser of its own. Prints {n, p50_ms, p95_ms, max_ms, bar_p95_ms, ok}; exits 1 over the bar.',
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { n: { type: 'string', default: String(EVENTS) } } });
    const browserPath = findBrowser();
    if (!browserPath) {
      io.progress('bench sse needs Chrome or Chromium; name it with CHROME_PATH');
      return EXIT.usage;
    }
    const studio = await startTestStudio('bench-sse', { fresh: false });
    const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-background-networking'] });
    const connection = connect((await startPostgres({ stateDir: studio.stateDir })).url, { name: 'bench-sse', max: 2 });
    try {
      const runId = await openRun(connection);
      const page = await browser.newPage();
      await page.goto(new URL(`/studio/${runId}`, studio.url).href);
      const marker = page.getByTestId('run-seq');
      await marker.waitFor({ state: 'attached' });
      await marker.evaluate((element) => {
        const seen: [number, number][] = [];
        const look = (): void => void seen.push([Number(element.textContent), Date.now()]);
        new MutationObserver(look).observe(element, { childList: true, characterData: true, subtree: true });
        Object.assign(globalThis, { seenSeqs: seen });
      });
      await sleep(1000);
      const writtenAt = new Map<number, number>();
      for (let gen = 1; gen <= Number(values.n) && !io.signal.aborted; gen++) {
        const [event] = await recordEvents({
          ctx: { db: connection.db, now: () => new Date() },
          input: { runId, attempt: 1, events: [generation(gen)] },
        });
        if (event) writtenAt.set(event.seq, Date.now());
        await sleep(EVERY_MS);
      }
      await sleep(500);
      const seen = await page.evaluate(() => (globalThis as unknown as { seenSeqs: [number, number][] }).seenSeqs);
      const latencies = [...writtenAt].map(([seq, at]) =>
        Math.max(0, (seen.find(([shown]) => shown >= seq)?.[1] ?? Number.POSITIVE_INFINITY) - at),
      );
      const p95 = quantile(latencies, 0.95);
      const ok = p95 <= BAR_MS;
      await io.answer({
        n: latencies.length,
        p50_ms: quantile(latencies, 0.5),
        p95_ms: p95,
        max_ms: quantile(latencies, 1),
        bar_p95_ms: BAR_MS,
        ok,
      });
      return ok ? EXIT.allAnswered : EXIT.someErrors;
    } finally {
      await connection.close();
      await browser.close();
      await studio.stop();
    }
  },
};

/** A run under way that no worker holds, so that only this benchmark writes to it. */
async function openRun({ db }: Connection): Promise<string> {
  const [id, briefId] = [uuidv7(), uuidv7()];
  await db.insert(brief).values({ id: briefId, ownerId: LOCAL_ADMIN.id, text: '맑은 물가의 버드나무' });
  await db.insert(run).values({
    id,
    ownerId: LOCAL_ADMIN.id,
    briefId,
    mode: 'balanced',
    engine: 'embedded',
    market: 'kr',
    status: 'evolving',
    seed: 1,
    attempt: 1,
    config: { preset: 'balanced', generations: null, maxRounds: 8, commit: null },
  });
  const accepted: NewRunEvent = {
    type: 'accepted',
    data: { brief: '맑은 물가의 버드나무', mode: 'balanced', engine: 'embedded', preset: 'balanced', seed: 1 },
  };
  await recordEvents({ ctx: { db, now: () => new Date() }, input: { runId: id, attempt: 1, events: [accepted] } });
  return id;
}

function generation(gen: number): NewRunEvent {
  const figures = {
    best: 80 + gen / 100,
    median: 60,
    p25: 50,
    p75: 70,
    diversity: 0.4,
    hypervolume: 0.5,
    evals: gen * 50,
    evalsPerS: 50_000,
    feasiblePct: 100,
  };
  return { type: 'generation', data: { round: 1, rounds: 1, gen, of: 20_000, ...figures } };
}
