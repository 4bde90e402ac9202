/** `purpose` and `folder` name the lock; two processes with the same two meet. */
export interface Lock {
  release(): Promise<void>;
}

/** null when another process holds it. `answer` is what the holder tells who asks. */
export function takeLock(purpose: string, folder: string, answer?: () => string): Promise<Lock | null>;

/** What the holder answers, or null when nobody holds the lock. */
export function askHolder(purpose: string, folder: string): Promise<string | null>;

/** Runs `work` while holding the lock; waits for other holders, calling `onWait` once if it has to. */
export function oneAtATime<T>(purpose: string, folder: string, work: () => Promise<T>, onWait?: () => void): Promise<T>;
