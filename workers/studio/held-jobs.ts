import type { PgBoss } from 'pg-boss';
import type { LaneMessage } from '#server/queue/lane.ts';

/**
 * The jobs one worker is working on, as it says over its channel. When the worker dies its jobs are failed at once, so that
 * they are delivered again in about a second instead of after the missed heartbeat (ten seconds).
 */
export function trackHeldJobs(
  boss: { fail(...call: Parameters<PgBoss['fail']>): Promise<unknown> },
  warn: (line: string) => void,
): { hear(message: LaneMessage): void; workerDied(how: string): void } {
  const held = new Map<string, LaneMessage>();
  return {
    hear(message) {
      if (message.ev === 'start') held.set(message.id, message);
      else held.delete(message.id);
    },
    workerDied(how) {
      for (const { queue, id, attempt } of held.values()) {
        boss.fail(queue, { id, retryCount: attempt }, { message: `worker died: ${how}` }).catch((error: unknown) => {
          warn(`job ${id} could not be handed on (${error instanceof Error ? error.message : error}); its heartbeat will`);
        });
      }
      held.clear();
    },
  };
}
