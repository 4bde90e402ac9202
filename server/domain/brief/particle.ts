import { finalOf } from '../lexicon/jamo.ts';

/** `noun` with the particle its last letter takes: 장미는, 머스크는, 꽃은. */
export function withParticle(noun: string, closed: '은' | '이' | '을' | '과' | '으로'): string {
  const final = finalOf(noun);
  const open = { 은: '는', 이: '가', 을: '를', 과: '와', 으로: '로' } as const;
  if (final === null) return `${noun}${closed}(${open[closed]})`;
  if (closed === '으로' && final === 'ㄹ') return `${noun}로`;
  return noun + (final === '' ? open[closed] : closed);
}
