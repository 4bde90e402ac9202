import { expect, type Page, test } from '@playwright/test';
import { callsOf, RUN_START, StudioPage } from './studio-page.ts';

/** Composition as Chromium's own input method sends it. Enter does not commit by itself here; the commit is a call. */
async function inputMethod(page: Page) {
  const session = await page.context().newCDPSession(page);
  const CTRL = 2;
  return {
    async compose(...steps: string[]) {
      for (const text of steps) {
        await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      }
    },
    commit: (text: string) => session.send('Input.insertText', { text }),
    enterWhileComposing: (chord = false) =>
      session.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: 'Process',
        code: 'Enter',
        windowsVirtualKeyCode: 229,
        modifiers: chord ? CTRL : 0,
      }),
  };
}

function countStarts(page: Page): string[] {
  const briefs: string[] = [];
  page.on('request', (request) => {
    if (!RUN_START.test(request.url())) return;
    for (const { input } of callsOf(request, 'run.start')) briefs.push(String(input.brief));
  });
  return briefs;
}

test('Enter while a syllable is open starts nothing and keeps the text', async ({ page }) => {
  const studio = new StudioPage(page);
  const starts = countStarts(page);
  await studio.open();
  await studio.brief.fill('');
  await studio.brief.click();
  const ime = await inputMethod(page);
  await ime.commit('비 온 뒤 정원의 흰 ');
  await ime.compose('ㄲ', '꼬', '꽃');
  await ime.enterWhileComposing();
  await ime.commit('꽃');
  await page.waitForTimeout(500);
  expect(starts).toEqual([]);
  await expect(studio.brief).toHaveValue('비 온 뒤 정원의 흰 꽃');
});

test('the chord while the last syllable is open starts once, with the whole text', async ({ page }) => {
  const studio = new StudioPage(page);
  const starts = countStarts(page);
  await studio.open();
  await studio.brief.fill('');
  await studio.brief.click();
  const ime = await inputMethod(page);
  await ime.commit('비 온 뒤 정원의 흰 ');
  await ime.compose('ㄲ', '꼬', '꽃');
  await ime.enterWhileComposing(true);
  await ime.commit('꽃');
  await page.waitForURL(/\/studio\/[0-9a-f-]{36}/);
  await page.waitForTimeout(600);
  expect(starts).toEqual(['비 온 뒤 정원의 흰 꽃'.normalize('NFC')]);
});

test('a clean chord starts once even when it is sent twice', async ({ page }) => {
  const studio = new StudioPage(page);
  const starts = countStarts(page);
  await studio.open();
  await studio.brief.fill('비 온 뒤 정원의 흰 꽃');
  await studio.brief.press('Control+Enter');
  await page.waitForURL(/\/studio\/[0-9a-f-]{36}/);
  await page.waitForTimeout(600);
  expect(starts).toHaveLength(1);
});
