import type { LlamaContext, LlamaContextSequence } from 'node-llama-cpp';

/**
 * The context's sequences, lent one request at a time, first come first served. Asking the context itself for one more
 * than it has throws, so the pool holds them all from the start. A sequence keeps its tokens between requests: the next
 * prompt re-uses the longest common beginning.
 */
export class SequencePool {
  readonly #free: LlamaContextSequence[];
  readonly #waiting: ((sequence: LlamaContextSequence) => void)[] = [];
  readonly size: number;

  constructor(context: LlamaContext) {
    this.size = context.totalSequences;
    this.#free = Array.from({ length: this.size }, () => context.getSequence());
  }

  get busy(): number {
    return this.size - this.#free.length;
  }

  /** Waits for a free sequence. Rejects with the signal's reason when it aborts first. */
  async acquire(signal: AbortSignal): Promise<LlamaContextSequence> {
    signal.throwIfAborted();
    const free = this.#free.pop();
    if (free) return free;
    return new Promise((resolve, reject) => {
      const give = (sequence: LlamaContextSequence): void => {
        signal.removeEventListener('abort', leave);
        resolve(sequence);
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(give), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(give);
    });
  }

  release(sequence: LlamaContextSequence): void {
    const next = this.#waiting.shift();
    if (next) next(sequence);
    else this.#free.push(sequence);
  }
}
