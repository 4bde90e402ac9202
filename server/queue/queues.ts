/** Jobs that failed for good wait here until someone looks at them; nothing is deleted. */
export const DEAD_QUEUE = 'dead';

const shared = { notify: true, heartbeatSeconds: 10, retryDelay: 1 } as const;

/** The three lanes. Reading is short; evolution and training go on for as long as they are useful. */
export const INTERPRET_QUEUE = 'interpret';
export const EVOLVE_QUEUE = 'evolve';
export const TRAIN_QUEUE = 'train';

export const QUEUES = [
  { name: INTERPRET_QUEUE, ...shared, retryLimit: 2, expireInSeconds: 60 },
  { name: EVOLVE_QUEUE, ...shared, retryLimit: 8, expireInSeconds: 6 * 3600 },
  { name: TRAIN_QUEUE, ...shared, retryLimit: 2, expireInSeconds: 6 * 3600 },
] as const;

export interface RunJob {
  readonly runId: string;
}
