import { expect, test } from 'vitest';
import { judgeChallenger } from './guardrails.ts';

const batches = (control: number, challenger: number, count: number) =>
  Array.from({ length: count }, () => ({ control: [control], challenger: [challenger, challenger] }));

test('a challenger more than half a star below its control is rolled back; less than that is kept', () => {
  expect(judgeChallenger(batches(4, 3.4, 10))).toMatchObject({ verdict: 'roll_back', batches: 10 });
  expect(judgeChallenger(batches(4, 3.6, 10)).verdict).toBe('keep');
  expect(judgeChallenger(batches(3, 4.2, 10)).verdict).toBe('keep');
});

test('four batches decide nothing, and batches without a control do not count', () => {
  expect(judgeChallenger(batches(5, 1, 4)).verdict).toBe('undecided');
  expect(judgeChallenger([{ control: [], challenger: [1] }])).toEqual({ verdict: 'undecided', lead: null, batches: 0 });
});

test('only the newest twenty batches speak', () => {
  expect(judgeChallenger([...batches(5, 1, 30), ...batches(3, 4, 20)]).verdict).toBe('keep');
});
