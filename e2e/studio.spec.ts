import { expect, test } from '@playwright/test';
import { Reading } from '#domain/brief/reading.ts';
import { checkFormulas, RUN_START, StudioPage, SUMMER_BRIEF } from './studio-page.ts';

/** The banner's sentence; the status line for screen readers says less. */
const CANCELLED = /^취소했어요\. 찾아 둔 후보/;

test('a Korean brief becomes a validated reading, hints and legal candidates, and a rating is kept', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.noteGenerations();
  await studio.open();
  await studio.start(SUMMER_BRIEF, '창작');

  await expect(page.getByText('검증됨')).toBeVisible();
  await expect(page.getByRole('button', { name: '창작', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('hints').getByRole('listitem')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'JSON 보기' }).click();
  const reading = Reading.parse(JSON.parse((await page.getByTestId('reading-json').textContent()) ?? ''));
  expect(reading.season).toContain('summer');
  expect(reading.notes_preference.citrus ?? 0).toBeGreaterThan(reading.notes_preference.woody ?? 0);

  await expect(page.getByRole('button', { name: '새 브리프' })).toBeVisible({ timeout: 75_000 });
  const generations = await studio.notedGenerations();
  expect(generations.length).toBeGreaterThanOrEqual(3);
  expect(generations).toEqual(generations.toSorted((a, b) => a - b));
  const hints = await page.getByTestId('hints').getByRole('listitem').count();
  expect(hints).toBeGreaterThanOrEqual(5);
  expect(hints).toBeLessThanOrEqual(8);

  const { candidates, status } = await studio.snapshot();
  expect(status).toBe('done');
  expect(candidates.length).toBeGreaterThanOrEqual(6);
  await page.mouse.move(2, 2);
  await expect(studio.cards).toHaveCount(candidates.length);
  const verdicts = checkFormulas(candidates, { category: '4', dose_pct: 18, market: 'kr' });
  expect(verdicts.filter((verdict) => !verdict.ok)).toEqual([]);

  const card = studio.cards.nth(1);
  await card.getByRole('button', { name: '4점' }).first().click();
  await expect(card.getByRole('button', { name: '4점' }).first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('4점으로 저장했어요')).toBeVisible();

  await page.reload();
  await studio.awake();
  await expect(studio.cards.nth(1).getByRole('button', { name: '4점' }).first()).toHaveAttribute('aria-pressed', 'true');
});

test('a reload in the middle of a run loses no event and doubles none', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.longRuns();
  await studio.open();
  const runId = await studio.start(SUMMER_BRIEF, '균형');
  await expect(studio.counter).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => studio.generation()).toBeGreaterThan(100);
  const before = await studio.generation();

  await page.reload({ waitUntil: 'commit' });
  await expect(studio.counter).toBeVisible();
  expect(studio.runId()).toBe(runId);
  await expect.poll(() => studio.generation(), { timeout: 1_500 }).toBeGreaterThanOrEqual(before);

  await studio.awake();
  const resumed = await studio.generation();
  await expect.poll(() => studio.generation()).toBeGreaterThan(resumed);
  const tail = await studio.tail();
  expect(tail.applied).toBeGreaterThan(0);
  expect(tail.from + tail.applied).toBe(tail.seq);

  await page.getByRole('button', { name: '멈추고 결과 보기' }).click();
  await expect(page.getByText(/멈췄어요\. 지금까지 찾은 후보/)).toBeVisible();
  const state = await studio.snapshot();
  expect(state.end).toMatchObject({ kind: 'done', reason: 'stopped' });
  expect((await studio.tail()).seq).toBe(state.seq);
  expect(state.candidates.length).toBeGreaterThanOrEqual(1);
  await expect(studio.cards).toHaveCount(state.candidates.length);
});

test('candidates under the pointer stay where they are; newer ones wait behind a button', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.longRuns(3_000);
  await studio.open();
  await studio.start(SUMMER_BRIEF, '균형');
  // By coordinates: `hover` would wait for the list to stand still, which is what this is about.
  await expect(studio.cards.first()).toBeVisible();
  const pane = await page.getByRole('region', { name: '후보', exact: true }).boundingBox();
  await page.mouse.move((pane?.x ?? 0) + 40, (pane?.y ?? 0) + 100);
  const names = (): Promise<(string | undefined)[]> =>
    studio.cards.evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.candidate));
  const before = await names();
  expect(before.length).toBeGreaterThan(0);
  const newer = page.getByRole('button', { name: /새 후보 \d+개 보기/ });
  await expect(newer).toBeVisible({ timeout: 60_000 });
  expect(await names()).toEqual(before);
  await newer.click();
  await expect.poll(names).not.toEqual(before);
});

test('cancelling a run ends it, and nothing more arrives', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.longRuns();
  await studio.open();
  await studio.start(SUMMER_BRIEF, '창작');
  await expect(studio.counter).toBeVisible();

  await page.getByRole('button', { name: '취소', exact: true }).click();
  await expect(page.getByText(CANCELLED)).toBeVisible();
  const ended = await studio.snapshot();
  expect(ended.status).toBe('cancelled');
  await page.waitForTimeout(1_500);
  expect((await studio.snapshot()).seq).toBe(ended.seq);
  await expect(page.getByRole('button', { name: '이어서 진행' })).toBeVisible();
});

test('the address and the rail change before the server has answered', async ({ page }) => {
  const studio = new StudioPage(page);
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(RUN_START, async (route) => {
    await held;
    await route.continue();
  });
  await studio.open();
  await studio.start(SUMMER_BRIEF);
  await expect(page.locator('[aria-current=step]')).toBeVisible();
  await expect(page.getByText(SUMMER_BRIEF).first()).toBeVisible();
  answer();
  await expect(studio.counter).toBeVisible({ timeout: 30_000 });
});

test('a brief that says nothing is refused in words, and the text stays', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  await studio.brief.fill('🌸🌸');
  await page.getByRole('button', { name: /^포뮬러 만들기/ }).click();
  await expect(page.getByRole('alert').filter({ hasText: '기호나 이모지만' })).toBeVisible();
  await expect(studio.brief).toHaveValue('🌸🌸');
  expect(page.url()).toMatch(/\/studio$/);
});

test('a brief that cannot be met says why, and one press loosens what stands in the way', async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open();
  const refused = await studio.start('장미와 레몬 향수, 원가는 kg당 1,000원 이하');
  await expect(page.getByRole('button', { name: '예산 넓히기' })).toBeVisible({ timeout: 30_000 });
  expect((await studio.snapshot()).end).toMatchObject({ kind: 'failed', code: 'infeasible' });
  await page.getByRole('button', { name: '예산 넓히기' }).click();
  await expect.poll(() => studio.runId()).not.toBe(refused);
  await expect(page.getByRole('button', { name: '새 브리프' })).toBeVisible({ timeout: 75_000 });
  expect((await studio.snapshot()).candidates.length).toBeGreaterThanOrEqual(6);
});

test('two tabs on one run share one live connection', async ({ context }) => {
  const opened: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/trpc/run.events')) opened.push(request.url());
  });
  const first = new StudioPage(await context.newPage());
  await first.longRuns();
  await first.open();
  const runId = await first.start(SUMMER_BRIEF, '창작');
  await expect(first.counter).toBeVisible({ timeout: 30_000 });
  const second = new StudioPage(await context.newPage());
  await second.page.goto(`/studio/${runId}`);
  await second.awake();
  const seen = await second.generation();
  await expect.poll(() => second.generation()).toBeGreaterThan(seen);
  expect(opened).toHaveLength(1);

  await first.page.close();
  const alone = await second.generation();
  await expect.poll(() => second.generation()).toBeGreaterThan(alone);
  const tail = await second.tail();
  expect(tail.from + tail.applied).toBe(tail.seq);
  await second.page.getByRole('button', { name: '취소', exact: true }).click();
  await expect(second.page.getByText(CANCELLED)).toBeVisible();
});
