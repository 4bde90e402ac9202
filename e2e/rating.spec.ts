import { expect, type Page, test } from '@playwright/test';
import { StudioPage, SUMMER_BRIEF } from './studio-page.ts';

/** A key as a keyboard in Hangul state sends it: another `key`, the same `code`. */
async function hangulKey(page: Page, key: string, code: string): Promise<void> {
  await page.evaluate(
    ([key, code]) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { key: key ?? '', code: code ?? '', bubbles: true, cancelable: true }));
    },
    [key, code],
  );
}

async function ratingsOf(page: Page, runId: string): Promise<Record<string, { stars: number; comment: string; evidence: string }>> {
  const input = encodeURIComponent(JSON.stringify({ json: { runId } }));
  const body: { result: { data: { json: Record<string, { stars: number; comment: string; evidence: string }> } } } = await (
    await page.request.get(`/api/trpc/rating.forRun?input=${input}`)
  ).json();
  return body.result.data.json;
}

async function finishedRun(page: Page): Promise<{ studio: StudioPage; runId: string }> {
  const studio = new StudioPage(page);
  await studio.open();
  const runId = await studio.start(SUMMER_BRIEF);
  await expect(page.getByRole('button', { name: '새 브리프' })).toBeVisible({ timeout: 60_000 });
  await page.mouse.move(2, 2);
  return { studio, runId };
}

test('rating by keyboard alone, in Hangul state: J J J 4 rates the third card, and undo takes it back', async ({ page }) => {
  const { studio, runId } = await finishedRun(page);
  await page.locator('body').press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let i = 0; i < 3; i++) await hangulKey(page, 'ㅓ', 'KeyJ');
  const third = studio.cards.nth(2);
  await expect(third).toBeFocused();
  await hangulKey(page, '4', 'Digit4');
  await expect(third.getByRole('button', { name: '4점' }).first()).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => Object.values(await ratingsOf(page, runId)).map(({ stars }) => stars)).toEqual([4]);
  await expect(third).toBeFocused();

  await page.keyboard.press('Control+z');
  await expect(third.getByRole('button', { name: '4점' }).first()).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(async () => Object.keys(await ratingsOf(page, runId))).toEqual([]);
});

test('how it was judged and a note are kept, and digits typed into the note rate nothing', async ({ page }) => {
  const { studio, runId } = await finishedRun(page);
  const card = studio.cards.first();
  await card.getByRole('button', { name: '3점' }).first().click();
  await card.getByRole('button', { name: '시향지' }).click();
  const note = card.getByRole('textbox', { name: '한 줄 메모' });
  await note.fill('5분 뒤 꽃이 좋아요');
  await note.press('5');
  await note.blur();
  await expect
    .poll(async () => Object.values(await ratingsOf(page, runId)))
    .toMatchObject([{ stars: 3, evidence: 'blotter', comment: '5분 뒤 꽃이 좋아요5' }]);
});

test('ratings given without a network wait in the outbox and arrive once', async ({ page, context }) => {
  const { studio, runId } = await finishedRun(page);
  const sent: string[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/api/trpc/rating.rate') && response.ok()) sent.push(response.url());
  });
  await context.setOffline(true);
  await expect(page.getByText(/인터넷 연결이 끊겼어요/)).toBeVisible({ timeout: 5_000 });
  await studio.cards.nth(0).getByRole('button', { name: '5점' }).first().click();
  await studio.cards.nth(1).getByRole('button', { name: '2점' }).first().click();
  await expect(page.getByText('보낼 평가 2건')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/인터넷 연결이 끊겼어요/)).toBeHidden();
  await expect
    .poll(async () =>
      Object.values(await ratingsOf(page, runId))
        .map(({ stars }) => stars)
        .toSorted(),
    )
    .toEqual([2, 5]);
  expect(sent).toHaveLength(2);
});
