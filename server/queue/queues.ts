/** Jobs that failed for good wait here until someone looks at them; nothing is deleted. */
export const DEAD_QUEUE = 'dead';

/** Redelivery outlasts the attempts a run may have (claim-run), so that its end is always written by a worker. */
const shared = { notify: true, heartbeatSeconds: 10, retryDelay: 1, retryLimit: 12 } as const;

/** The three lanes. Reading is short; evolution and training go on for as long as they are useful. */
export const INTERPRET_QUEUE = 'interpret';
export const EVOLVE_QUEUE = 'evolve';
export const TRAIN_QUEUE = 'train';

export const QUEUES = [
  { name: INTERPRET_QUEUE, ...shared, expireInSeconds: 60 },
  { name: EVOLVE_QUEUE, ...shared, expireInSeconds: 6 * 3600 },
  { name: TRAIN_QUEUE, ...shared, expireInSeconds: 6 * 3600 },
] as const;

export interface RunJob {
  readonly runId: string;
}

/** Train: a training of the policy. Refit: the preference model on the ratings there are now. */
export type TrainJob = { readonly kind: 'train'; readonly trainingRunId: string } | { readonly kind: 'refit' };
