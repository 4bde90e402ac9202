import { describe, expect, it } from 'vitest';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { contentGuard } from './content-guard.ts';

const guard = (brief: string): string => contentGuard(brief, readSeedLexicon());

describe('the content guard', () => {
  it('tells apart what a careless reader might not: sign, number, degree, order', () => {
    for (const [a, b] of [
      ['장미 말고 머스크', '머스크 말고 장미'],
      ['장미 3%에 자스민', '장미 30%에 자스민'],
      ['장미 향을 살짝', '장미 향을 아주 많이'],
      ['레몬보다 유자 향이 더 나게', '유자보다 레몬 향이 더 나게'],
      ['꽃향이 먼저 나고 나무향이 남게', '나무향이 먼저 나고 꽃향이 남게'],
      ['무스크 無 꽃향', '무스크 有 꽃향'],
      ['장미만', '장미도'],
      ['only rose', 'anything but rose'],
    ] as const) {
      expect(guard(a), a).not.toBe(guard(b));
    }
  });

  it('agrees on the same wish in another order, other politeness and other punctuation', () => {
    expect(guard('라벤더 없는 장미 향수')).toBe(guard('장미 향수인데, 라벤더는 싫어요!'));
    expect(guard('레몬 말고 장미')).toBe(guard('장미로 해 주고 레몬은 빼 줘'));
    expect(guard('은은한 장미 향수')).toBe(guard('장미 향이 은은하게 나는 향수 🙂'));
  });
});
