import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const PAGES = ['/admin', '/admin/modes', '/admin/cache', '/admin/models', '/admin/training'];

async function breaches(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

for (const theme of ['light', 'dark'] as const) {
  test(`every admin page reads on a desk and on a phone, ${theme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ colorScheme: theme, locale: 'ko-KR', baseURL: baseURL ?? '' });
    const page = await context.newPage();
    for (const path of PAGES) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('불러오고 있어요')).toHaveCount(0);
      expect(await breaches(page), path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        path,
      ).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}

test('a mode is changed from draft over differences to force, stands in the history, and is taken back', async ({ page }) => {
  await page.goto('/admin/modes');
  const fast = page.getByRole('region', { name: '빠름' });
  const box = fast.getByRole('textbox', { name: '시간 상한 (초)' });
  const before = await box.inputValue();
  await box.fill('999');
  await expect(fast.getByRole('alert')).toHaveText('1부터 300까지 넣을 수 있어요');
  await box.fill(String(Number(before) + 3));

  const diff = page.getByRole('region', { name: '초안 변경' });
  await expect(diff.getByText('modes.fast.timeout_s')).toBeVisible();
  await expect(diff.getByRole('button', { name: '적용' })).toBeDisabled();
  await diff.getByRole('textbox', { name: /왜 바꾸나요/ }).fill('느린 기계에서 시험');
  await diff.getByRole('button', { name: '적용' }).click();

  const history = page.getByRole('region', { name: '기록' });
  await expect(history.getByText('느린 기계에서 시험').first()).toBeVisible();
  await expect(history.getByText('적용 중').first()).toBeVisible();
  await expect(box).toHaveValue(String(Number(before) + 3));

  await page.getByRole('button', { name: '되돌리기', exact: true }).click();
  await expect(history.getByText('적용 직후 되돌림').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('region', { name: '빠름' }).getByRole('textbox', { name: '시간 상한 (초)' })).toHaveValue(before);
});

test('clearing the cache counts before it takes', async ({ page }) => {
  await page.goto('/admin/cache');
  const purge = page.getByRole('region', { name: '비우기' });
  await purge.getByRole('combobox').selectOption('all');
  await purge.getByRole('button', { name: '비우기 미리보기' }).click();
  await expect(purge.getByTestId('purge-count')).toContainText('전체 캐시');
});

test('without weights the models page says who answers and how to get them', async ({ page }) => {
  await page.goto('/admin/models');
  await expect(page.getByText('내장 해석기가 브리프를 읽고 있어요.')).toBeVisible();
  await expect(page.getByText('models pull')).toBeVisible();
});
