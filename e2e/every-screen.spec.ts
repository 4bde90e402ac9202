import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { StudioPage, SUMMER_BRIEF } from './studio-page.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Serious and critical breaches, with where they are. */
async function breaches(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`));
}

/** Anything that a clean page does not say: console errors, hydration warnings, requests to somewhere else. */
function complaints(page: Page, home: string): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /hydrat/i.test(message.text())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).host !== home) said.push(`asks ${request.url()}`);
  });
  return said;
}

async function fits(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

for (const theme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries(SIZES)) {
    test(`the studio is clean on a ${name}, ${theme}: empty, at work, a candidate open`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({
        viewport,
        colorScheme: theme,
        // A card that is still fading in is not what its colours will be.
        reducedMotion: 'reduce',
        hasTouch: name === 'phone',
        locale: 'ko-KR',
        baseURL: baseURL ?? '',
      });
      const page = await context.newPage();
      const said = complaints(page, new URL(baseURL ?? '').host);
      const studio = new StudioPage(page);
      await studio.open();
      expect(await breaches(page)).toEqual([]);
      expect(await fits(page)).toBeLessThanOrEqual(0);

      await studio.start(SUMMER_BRIEF, '창작');
      await expect(studio.cards.first()).toBeVisible({ timeout: 30_000 });
      expect(await breaches(page)).toEqual([]);
      expect(await fits(page)).toBeLessThanOrEqual(0);

      await studio.cards
        .first()
        .getByRole('button', { name: /자세히 보기/ })
        .click();
      await page.getByRole('tab', { name: '규제' }).click();
      await expect(page.getByRole('dialog').getByText(/원액 .+ %까지 가능/)).toBeVisible();
      expect(await breaches(page)).toEqual([]);
      expect(said).toEqual([]);
      await context.close();
    });
  }
}

test('English readers get an English studio in the first HTML', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'locale', value: 'en', url: baseURL ?? '' }]);
  await page.goto('/studio');
  await expect(page.getByRole('heading', { level: 1, name: 'What scent shall we make?' })).toBeVisible();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
});

test('touch targets of the main flow are at least 44 px on a phone, and no input makes it zoom', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    viewport: SIZES.phone,
    hasTouch: true,
    isMobile: true,
    locale: 'ko-KR',
    baseURL: baseURL ?? '',
  });
  const page = await context.newPage();
  await new StudioPage(page).open();
  const small = await page
    .getByRole('main')
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => button.getBoundingClientRect().height < 44 || button.getBoundingClientRect().width < 44)
        .map((button) => button.textContent),
    );
  expect(small).toEqual([]);
  const fontSize = await page.locator('#brief').evaluate((box) => Number.parseFloat(getComputedStyle(box).fontSize));
  expect(fontSize).toBeGreaterThanOrEqual(16);
  await context.close();
});
