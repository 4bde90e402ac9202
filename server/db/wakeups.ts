/**
 * One subscriber's view. The order is reset, read, wait: what is committed after the read notifies after the reset,
 * so the wait returns at once and nothing falls between the two.
 */
export interface Wake {
  /** Forgets the notifications so far. */
  reset(): void;
  /** Resolves when the key was notified since the last reset, or after `timeoutMs`, or when `signal` aborts. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What listens: the database driver's client. */
interface Listener {
  listen(channel: string, onNotify: (payload: string) => void, onListen: () => void): PromiseLike<{ unlisten(): Promise<void> }>;
}

/** One LISTEN connection of this process, fanned out to many waiters by key. */
export interface Wakeups {
  subscribe(key: string): Wake;
  close(): Promise<void>;
}

/** Listens on `channel`; the payload of a notification is the key it wakes. Reconnects by itself. */
export async function listenForWakeups(sql: Listener, channel: string): Promise<Wakeups> {
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
      const waiting = new Set<() => void>();
      const notify = (): void => {
        notified = true;
        for (const done of waiting) done();
      };
      const set = waiters.get(key) ?? new Set();
      waiters.set(key, set.add(notify));
      return {
        reset() {
          notified = false;
        },
        wait(timeoutMs, signal) {
          if (notified || signal.aborted) return Promise.resolve();
          return new Promise<void>((resolve) => {
            const done = (): void => {
              clearTimeout(timer);
              signal.removeEventListener('abort', done);
              waiting.delete(done);
              resolve();
            };
            const timer = setTimeout(done, timeoutMs);
            signal.addEventListener('abort', done);
            waiting.add(done);
          });
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
