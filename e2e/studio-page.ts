import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page, type Request } from '@playwright/test';
import type { RunState } from '#domain/run/fold-run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const SUMMER_BRIEF = '상큼한 시트러스와 은은한 꽃향기가 나는 여름 향수';

/** A request that starts a run; it may travel in one batch with others. */
export const RUN_START = /\/api\/trpc\/[^?]*run\.start/;

/** The calls of one procedure in a batch, with their places. */
export function callsOf(request: Request, procedure: string): { at: string; input: Record<string, unknown> }[] {
  const names = decodeURIComponent(new URL(request.url()).pathname).split('/').at(-1)?.split(',') ?? [];
  const body = request.postDataJSON() as Record<string, { json: Record<string, unknown> }>;
  return names.flatMap((name, index) => (name === procedure ? [{ at: String(index), input: body[index]?.json ?? {} }] : []));
}

/** The studio as a perfumer sees it: found by role and Korean name, numbers by test id. */
export class StudioPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get brief(): Locator {
    return this.page.getByRole('textbox', { name: '어떤 향을 만들까요?' });
  }

  get counter(): Locator {
    return this.page.getByTestId('gen-counter');
  }

  get cards(): Locator {
    return this.page.getByTestId('cand-card');
  }

  get connection(): Locator {
    return this.page.getByTestId('conn-state');
  }

  async open(path = '/studio'): Promise<void> {
    await this.page.goto(path);
    await expect(this.brief).toBeVisible();
    await this.awake();
  }

  /** The first HTML is readable before React holds it; typing into a sleeping box would test the wrong thing. */
  async awake(): Promise<void> {
    await this.page.waitForFunction(() => {
      const box = document.querySelector('#brief');
      return box !== null && Object.keys(box).some((key) => key.startsWith('__react'));
    });
  }

  async start(brief: string, mode: '빠름' | '균형' | '창작' = '빠름'): Promise<string> {
    await this.brief.fill(brief);
    await this.page.getByRole('button', { name: mode, exact: true }).click();
    await this.page.getByRole('button', { name: /^포뮬러 만들기/ }).click();
    await this.page.waitForURL(/\/studio\/[0-9a-f-]{36}/);
    return this.runId();
  }

  runId(): string {
    return /[0-9a-f-]{36}/.exec(this.page.url())?.[0] ?? '';
  }

  async generation(): Promise<number> {
    return Number(await this.counter.textContent());
  }

  /** Notes every number the counter shows from now on, also over reloads of the page. */
  async noteGenerations(): Promise<void> {
    await this.page.addInitScript(() => {
      const noted: number[] = [];
      Object.assign(window, { notedGenerations: noted });
      new MutationObserver(() => {
        const text = document.querySelector('[data-testid=gen-counter]')?.textContent;
        if (text && noted.at(-1) !== Number(text)) noted.push(Number(text));
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
  }

  async notedGenerations(): Promise<number[]> {
    return this.page.evaluate(() => (window as unknown as { notedGenerations: number[] }).notedGenerations);
  }

  /** What the page has folded in: its last event's number, where its own tail began, and how many events came since. */
  async tail(): Promise<{ seq: number; from: number; applied: number }> {
    return this.page.getByTestId('run-seq').evaluate((element) => ({
      seq: Number(element.textContent),
      from: Number(element.dataset.from),
      applied: Number(element.dataset.applied),
    }));
  }

  /** Makes the next runs long enough to be reloaded, stopped or cancelled in the middle. */
  async longRuns(generations = 20_000): Promise<void> {
    await this.page.route(RUN_START, async (route) => {
      const body = route.request().postDataJSON() as Record<string, { json: Record<string, unknown> }>;
      for (const call of callsOf(route.request(), 'run.start')) body[call.at] = { json: { ...call.input, generations } };
      await route.continue({ postData: JSON.stringify(body) });
    });
  }

  /** The run as the server folds it. */
  async snapshot(runId = this.runId()): Promise<RunState> {
    const input = encodeURIComponent(JSON.stringify({ json: { id: runId } }));
    const response = await this.page.request.get(`/api/trpc/run.snapshot?input=${input}`);
    expect(response.ok()).toBe(true);
    const body: { result: { data: { json: RunState } } } = await response.json();
    return body.result.data.json;
  }
}

/** Judges formulas with the command line: an answer per formula, in order. */
export function checkFormulas(candidates: RunState['candidates'], about: { category: string; dose_pct: number; market: string }) {
  const input = candidates.map(({ id, lines }) => JSON.stringify({ id, lines, ...about })).join('\n');
  const { stdout, status, stderr } = spawnSync(process.execPath, ['workers/cli/main.ts', 'check'], { cwd: ROOT, input, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .map((line): { id: string; ok: boolean; worst?: unknown } => JSON.parse(line));
}
