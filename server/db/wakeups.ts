import type { Sql } from 'postgres';

/** One subscriber's view: resolves when its key was notified since the last call, or after a while. */
export interface Wake {
  next(timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** One LISTEN connection of this process, fanned out to many waiters by key. */
export interface Wakeups {
  subscribe(key: string): Wake;
  close(): Promise<void>;
}

/** Listens on `channel`; the payload of a notification is the key it wakes. Reconnects by itself. */
export async function listenForWakeups(sql: Sql, channel: string): Promise<Wakeups> {
  const waiters = new Map<string, Set<() => void>>();
  const wake = (key: string): void => {
    for (const notify of waiters.get(key) ?? []) notify();
  };
  // After a reconnect anything may have been missed: wake everyone.
  const everyone = (): void => {
    for (const key of waiters.keys()) wake(key);
  };
  const listening = await sql.listen(channel, wake, everyone);

  return {
    subscribe(key) {
      let notified = false;
      let resolveNext: (() => void) | undefined;
      const notify = (): void => {
        notified = true;
        resolveNext?.();
      };
      const set = waiters.get(key) ?? new Set();
      waiters.set(key, set.add(notify));
      return {
        async next(timeoutMs, signal) {
          if (!notified && !signal.aborted) {
            await new Promise<void>((resolve) => {
              const done = (): void => {
                clearTimeout(timer);
                signal.removeEventListener('abort', done);
                resolveNext = undefined;
                resolve();
              };
              const timer = setTimeout(done, timeoutMs);
              signal.addEventListener('abort', done);
              resolveNext = done;
            });
          }
          notified = false;
        },
        close() {
          set.delete(notify);
          if (set.size === 0) waiters.delete(key);
        },
      };
    },
    close: () => listening.unlisten(),
  };
}
