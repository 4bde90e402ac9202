import { expect, it } from 'vitest';
import { degradedNotice } from './notice.ts';

it('says nothing when the answer is what was asked for', () => {
  expect(degradedNotice('balanced', 'balanced', [])).toBeNull();
});

it('names the true cause: a model that is down, time, or load', () => {
  expect(degradedNotice('creative', 'fast', ['mistral_down'])).toBe(
    '검증 모델(Mistral)이 응답하지 않아요. 창작 모드 대신 빠름 모드로 답했어요.',
  );
  expect(degradedNotice('fast', 'emergency', ['time'])).toBe(
    '모델이 제한 시간 안에 답하지 못했어요. 빠름 모드 대신 내장 엔진으로 답했어요.',
  );
  expect(degradedNotice('creative', 'balanced', ['load'])).toMatch(/^이용이 많아/);
});
