import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Log } from '../telemetry/log.ts';

/** What a worker tells its parent, so that the parent can fail the jobs of a worker that died. */
export type LaneMessage = { readonly ev: 'start' | 'end'; readonly queue: string; readonly id: string; readonly attempt: number };

export interface Lane<T extends object> {
  readonly queue: string;
  readonly slots: number;
  /** `signal` aborts when the job is cancelled or the worker drains. */
  handle(data: T, job: { readonly id: string; readonly attempt: number; readonly signal: AbortSignal }): Promise<void>;
}

/**
 * Works one queue with `slots` jobs at a time. One work() per slot, and each wakes itself at its handler's end:
 * with a batch size of 1 pg-boss otherwise takes one job per slot per poll.
 */
export async function openLane<T extends object>(
  boss: PgBoss,
  lane: Lane<T>,
  tellParent: (message: LaneMessage) => void,
  log: Log,
): Promise<void> {
  for (let slot = 0; slot < lane.slots; slot++) {
    let workerId: string | undefined;
    workerId = await boss.work(
      lane.queue,
      { batchSize: 1, includeMetadata: true, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 0.5 },
      async (jobs: JobWithMetadata<T>[]) => {
        const [job] = jobs;
        if (!job) return;
        const held = { queue: lane.queue, id: job.id, attempt: job.retryCount };
        tellParent({ ev: 'start', ...held });
        try {
          await lane.handle(job.data, { id: job.id, attempt: job.retryCount, signal: job.signal });
        } catch (error) {
          log.error({ err: error, queue: lane.queue, job: job.id, attempt: job.retryCount }, 'a job failed and will be delivered again');
          throw error;
        } finally {
          tellParent({ ev: 'end', ...held });
          if (workerId) boss.notifyWorker(workerId);
        }
      },
    );
  }
}
