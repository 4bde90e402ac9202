import { expect, test } from '@playwright/test';
import { StudioPage, SUMMER_BRIEF } from './studio-page.ts';

/** A fine-tune is 40 iterations of 2,048 steps; a machine at work on other things needs its time. */
const TRAINING_MS = 150_000;

test('a rating changes what the model believes; a training is started, watched live, promoted and rolled back', async ({ page }) => {
  test.setTimeout(TRAINING_MS + 120_000);
  const studio = new StudioPage(page);
  await studio.open();
  await studio.start(SUMMER_BRIEF);
  await expect(page.getByRole('button', { name: '새 브리프' })).toBeVisible({ timeout: 60_000 });
  await page.mouse.move(2, 2);

  const belief = page.getByTestId('belief-panel');
  const before = await belief.textContent();
  await studio.cards.nth(0).getByRole('button', { name: '5점' }).first().click();
  await studio.cards.nth(1).getByRole('button', { name: '2점' }).first().click();
  await expect(belief).not.toHaveText(before ?? '', { timeout: 20_000 });
  await expect(belief).toContainText(/평가 \d+건으로 배웠고/);
  await belief.getByRole('button', { name: '내 취향 자세히' }).click();
  const panel = page.getByRole('dialog', { name: '내 취향' });
  await expect(panel.getByRole('switch', { name: '내 취향 반영' })).toBeChecked();
  await expect(panel.getByText(/좋아함 \d+ %/).first()).toBeVisible();

  await page.goto('/admin/training');
  await page.getByRole('combobox', { name: '설정' }).selectOption('fine_tune');
  await page.getByRole('button', { name: '학습 시작' }).click();
  const iterations = page.getByTestId('training-iterations');
  const count = async () => Number(/\d+/.exec((await iterations.textContent()) ?? '')?.[0] ?? 0);
  await expect.poll(count, { timeout: 60_000 }).toBeGreaterThan(0);
  const first = await count();
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(first);
  await expect(page.getByRole('figure', { name: /train\/approx_kl/ })).toBeVisible();
  await expect(page.getByTestId('training-status').first()).toHaveText('완료', { timeout: TRAINING_MS });

  const checkpoints = page.getByRole('region', { name: '체크포인트' });
  const row = checkpoints
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: '승급' }) })
    .first();
  await row.getByRole('button', { name: '승급' }).click();
  const ask = page.getByRole('dialog', { name: '정책 승급' });
  await ask.getByRole('textbox', { name: /왜 바꾸나요/ }).fill('학습 시험');
  const typed = ask.getByRole('textbox', { name: /^정책 번호/ });
  if (await typed.isVisible()) {
    await expect(ask.getByRole('button', { name: '승급하기' })).toBeDisabled();
    const label = await ask.getByText(/^정책 번호/).textContent();
    await typed.fill(label?.replace('정책 번호', '').trim() ?? '');
  }
  await ask.getByRole('button', { name: '승급하기' }).click();
  await expect(checkpoints.getByText('운영 중')).toBeVisible();
  const history = page.getByRole('region', { name: '기록' });
  await expect(history.getByText('학습 시험').first()).toBeVisible();

  await checkpoints.getByRole('button', { name: /되돌리기/ }).click();
  const back = page.getByRole('dialog', { name: '되돌리기' });
  await back.getByRole('textbox', { name: /왜 바꾸나요/ }).fill('시험이 끝났어요');
  await back.getByRole('button', { name: '되돌리기' }).click();
  await expect(history.getByText('시험이 끝났어요').first()).toBeVisible();
});
