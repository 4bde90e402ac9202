import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeTinyModel } from '#workers/llm/testing/synthetic-model.ts';
import { StudioPage, SUMMER_BRIEF } from './studio-page.ts';

/** The shipped manifest's reader, as `models pull` would name its file. */
const READER_FILE = 'qwen2.5-7b-instruct-Q4_K_M.gguf';
/** A worker takes a change up within five seconds; loading, and letting go, take their own time on a busy machine. */
const TAKEN_UP_MS = 60_000;

async function change(page: Page, procedure: string, input: object): Promise<Record<string, unknown>> {
  const response = await page.request.post(`/api/trpc/admin.config.${procedure}`, { data: { json: input } });
  expect(response.ok(), await response.text()).toBe(true);
  const body: { result: { data: { json: Record<string, unknown> } } } = await response.json();
  return body.result.data.json;
}

/** One of three models is installed, for real: a synthetic file in the reader's place, loaded by the shipped worker. */
test('with the validator missing a run says which model is down and offers its mode again; the reader is restarted from its card', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'e2e-models-'));
  renameSync(writeTinyModel(folder, 'qwen2'), join(folder, READER_FILE));
  const config = 'llm_ensemble';
  const reader = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '해석 · Qwen' }) });
  try {
    const changes = { models_dir: folder, ladder: { hold_s: 0 } };
    const { id } = await change(page, 'saveDraft', { config, changes, note: '모델 하나로 시험' });
    await change(page, 'applyDraft', { config, draftId: id });
    await page.goto('/admin/models');
    await expect(reader.getByText('정상')).toBeVisible({ timeout: TAKEN_UP_MS });

    const studio = new StudioPage(page);
    await studio.open();
    const first = await studio.start(SUMMER_BRIEF, '균형');
    const banner = page.getByText('검증 모델(Mistral)을 지금 쓸 수 없어요.');
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/‘균형’ 대신 ‘(빠름|비상)’ 모드로 진행해요\./)).toBeVisible();
    await page.getByRole('button', { name: '원래 모드로 다시 만들기' }).click();
    await expect.poll(() => studio.runId()).not.toBe(first);
    // The address is there before the server has the run.
    await expect(async () => expect((await studio.snapshot()).accepted?.mode).toBe('balanced')).toPass();

    await page.goto('/admin');
    await expect(
      page.getByRole('region', { name: '낮춰 답한 까닭' }).getByText('검증 모델(Mistral)을 지금 쓸 수 없어요.').first(),
    ).toBeVisible();

    await page.goto('/admin/models');
    await reader.getByRole('button', { name: '다시 띄우기' }).click();
    const restart = reader.getByRole('button', { name: '하던 답을 마치고 다시 띄우기' });
    await expect(restart).toBeDisabled();
    await reader.getByRole('textbox', { name: /왜 다시 띄우나요/ }).fill('시험으로 다시 띄움');
    await restart.click();
    await expect(page.getByText('작업자 1곳에서 다시 띄워요')).toBeVisible();
    await expect(reader.locator('dt', { hasText: '다시 시작' }).locator('+ dd')).toHaveText('1', { timeout: TAKEN_UP_MS });
  } finally {
    await change(page, 'revert', { config, revisionId: 0, note: '시험을 마침' });
    await page.goto('/admin/models');
    await expect(reader.getByText('모델 파일이 없어요')).toBeVisible({ timeout: TAKEN_UP_MS });
    rmSync(folder, { recursive: true, force: true });
  }
});
