import { expect, test } from 'vitest';
import { RollbackGuard } from './rollback-guard.ts';

const limits = { rollback_on_kl_threshold: 0.1, rollback_on_loss_spike_factor: 3, rollback_on_reward_drop_factor: 0.5 };
const healthy = { approxKl: 0.02, loss: 0.4, meanReward: 2, rewardSd: 0.1, episodes: 100 };

function warm(meanReward = 2): RollbackGuard {
  const guard = new RollbackGuard(limits);
  for (let i = 0; i < 5; i++) expect(guard.judge({ ...healthy, meanReward })).toBeNull();
  return guard;
}

test.each([
  ['kl', { approxKl: 0.11 }],
  ['loss_spike', { loss: 1.21 }],
  ['reward_drop', { meanReward: 0.9 }],
  ['not_a_number', { meanReward: Number.NaN }],
  ['not_a_number', { loss: Number.POSITIVE_INFINITY }],
])('rolls back on %s', (reason, change) => {
  expect(warm().judge({ ...healthy, ...change })?.reason).toBe(reason);
});

test('what stays within the limits passes', () => {
  const guard = warm();
  expect(guard.judge({ ...healthy, approxKl: 0.1, loss: 1.19, meanReward: 1.01 })).toBeNull();
});

test('rewards below zero: a rise passes and a fall is caught', () => {
  expect(warm(-2).judge({ ...healthy, meanReward: -1 })).toBeNull();
  expect(warm(-2).judge({ ...healthy, meanReward: -3.1 })?.reason).toBe('reward_drop');
});

test('a restored guard remembers what was usual', () => {
  const restored = new RollbackGuard(limits, JSON.parse(JSON.stringify(warm().state())));
  expect(restored.judge({ ...healthy, loss: 1.21 })?.reason).toBe('loss_spike');
});
