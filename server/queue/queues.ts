/** Jobs that failed for good wait here until someone looks at them; nothing is deleted. */
export const DEAD_QUEUE = 'dead';

/** Redelivery outlasts the attempts a run may have (claim-run), so that its end is always written by a worker. */
const shared = { notify: true, heartbeatSeconds: 10, retryDelay: 1, retryLimit: 12 } as const;

/** The lanes. Reading and refitting are short; evolution and training go on for as long as they are useful. */
export const INTERPRET_QUEUE = 'interpret';
export const EVOLVE_QUEUE = 'evolve';
export const TRAIN_QUEUE = 'train';
export const REFIT_QUEUE = 'refit';

export const QUEUES = [
  { name: INTERPRET_QUEUE, policy: 'exclusive', ...shared, expireInSeconds: 60 },
  { name: EVOLVE_QUEUE, policy: 'exclusive', ...shared, expireInSeconds: 6 * 3600 },
  { name: TRAIN_QUEUE, policy: 'exclusive', ...shared, expireInSeconds: 6 * 3600 },
  // short: one waits, however many ask; the one under way does not count.
  { name: REFIT_QUEUE, policy: 'short', ...shared, expireInSeconds: 300 },
] as const;

export interface RunJob {
  readonly runId: string;
}

export interface TrainJob {
  readonly trainingRunId: string;
}
