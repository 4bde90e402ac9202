import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type {
  Beat,
  FromChild,
  GenerateOrder,
  Generation,
  GenerationFailure,
  LoadOrder,
  ReadyReport,
  Refusal,
  ToChild,
} from '../protocol.ts';
import { HEARTBEAT_FD } from '../protocol.ts';
import { type ChildState, mayBecome } from './child-state.ts';
import { forkChild } from './fork-child.ts';

const STDERR_KEPT = 2000;
const SETTLED_AFTER = 100;

/** Why a request to a model got no answer. `died` means that the process ended under it. */
export class ModelFailed extends Error {
  readonly code: GenerationFailure | 'died';

  constructor(code: GenerationFailure | 'died', message: string) {
    super(message);
    this.name = 'ModelFailed';
    this.code = code;
  }
}

export interface ChildExit {
  /** Null when the process was asked to go. */
  readonly cause: string | null;
  readonly refusal: Refusal | null;
  /** Subjects of the requests that were in the process when it ended. */
  readonly inFlight: readonly string[];
}

export interface ModelChildOptions {
  readonly heartbeatMs: number;
  readonly missedBeats: number;
  readonly stallMs: number;
  readonly loadTimeoutMs: number;
  onState(state: ChildState): void;
  onProgress?(progress: number): void;
  onExit(exit: ChildExit): void;
}

interface Pending {
  readonly subject: string;
  readonly resolve: (generation: Generation) => void;
  readonly reject: (error: ModelFailed) => void;
  readonly onText: (text: string) => void;
  readonly settled: () => void;
}

/**
 * One incarnation of a model process: forked, loaded, watched, ended. It is never restarted; its seat makes a new one.
 * A process whose beats stop, or whose main loop stands still for longer than any decoding step takes, is killed.
 */
export class ModelChild {
  readonly #process: ChildProcess;
  readonly #options: ModelChildOptions;
  readonly #pending = new Map<string, Pending>();
  #state: ChildState = 'hello';
  #report: ReadyReport | null = null;
  #lastBeat = performance.now();
  #watch: NodeJS.Timeout | null = null;
  #loadTimer: NodeJS.Timeout | null = null;
  #cause: string | null = null;
  #refusal: Refusal | null = null;
  #wanted = false;
  #stderr = '';
  rss = 0;
  /** Memory after the first hundred answers: before that, mapped weights are still being read in. */
  settledRss = 0;
  served = 0;

  constructor(order: LoadOrder, options: ModelChildOptions) {
    this.#options = options;
    this.#process = forkChild(options.heartbeatMs);
    this.#process.on('message', (message: FromChild) => this.#hear(message, order));
    this.#process.on('error', (error) => this.#kill(`cannot start: ${error.message}`));
    this.#process.on('exit', (code, signal) => this.#end(code, signal));
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    const beats = this.#process.stdio[HEARTBEAT_FD] as Readable;
    beats.on('error', () => undefined);
    createInterface({ input: beats }).on('line', (line) => this.#beat(line));
    this.#watch = setInterval(() => this.#checkBeat(), options.heartbeatMs);
    this.#loadTimer = setTimeout(() => this.#kill(`not ready within ${options.loadTimeoutMs} ms`), options.loadTimeoutMs);
  }

  get state(): ChildState {
    return this.#state;
  }

  get report(): ReadyReport | null {
    return this.#report;
  }

  get busy(): number {
    return this.#pending.size;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Asks for one answer. Rejects with ModelFailed; an abort of `signal` frees the sequence within a token. */
  generate(order: GenerateOrder, { signal, onText }: { signal: AbortSignal; onText: (text: string) => void }): Promise<Generation> {
    if (signal.aborted) return Promise.reject(new ModelFailed('aborted', 'aborted before it began'));
    if (this.#state !== 'ready' && this.#state !== 'busy')
      return Promise.reject(new ModelFailed('not_ready', `the model is ${this.#state}`));
    return new Promise<Generation>((resolve, reject) => {
      const abort = (): void => {
        this.#tell({ type: 'abort', id: order.id });
        // The caller is answered now, even by a process that hangs; the request stays counted until the process lets it go.
        const late = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
        reject(new ModelFailed(late ? 'deadline' : 'aborted', late ? 'the deadline passed' : 'aborted'));
      };
      const settled = (): void => signal.removeEventListener('abort', abort);
      this.#pending.set(order.id, { subject: order.subject, resolve, reject, onText: (text) => !signal.aborted && onText(text), settled });
      signal.addEventListener('abort', abort, { once: true });
      this.#become('busy');
      this.#tell({ type: 'generate', order });
    });
  }

  /** Takes no more requests, finishes those it has, and leaves; killed when that takes longer than `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    this.#wanted = true;
    if (this.#state === 'dead') return;
    this.#become('draining');
    const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    this.#tell({ type: 'drain' });
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), timeoutMs);
    await gone;
    clearTimeout(timer);
  }

  #kill(cause: string): void {
    this.#cause ??= cause;
    this.#process.kill('SIGKILL');
    // A process that never started sends no exit.
    if (this.#process.pid === undefined) this.#end(null, null);
  }

  #hear(message: FromChild, order: LoadOrder): void {
    switch (message.type) {
      case 'hello':
        this.#become('loading');
        this.#tell({ type: 'load', order });
        return;
      case 'loading':
        this.#options.onProgress?.(message.progress);
        return;
      case 'selftest':
        this.#become('selftest');
        return;
      case 'ready':
        if (this.#loadTimer) clearTimeout(this.#loadTimer);
        this.#report = message.report;
        this.#become('ready');
        return;
      case 'refused':
        this.#refusal = message.code;
        this.#kill(message.message);
        return;
      case 'text':
        this.#pending.get(message.id)?.onText(message.text);
        return;
      case 'done':
        this.served++;
        this.#settle(message.id, (pending) => pending.resolve(message.generation));
        return;
      case 'failed':
        this.#settle(message.id, (pending) => pending.reject(new ModelFailed(message.code, message.message)));
    }
  }

  #settle(id: string, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#become('ready');
    pending.settled();
    how(pending);
  }

  #beat(line: string): void {
    this.#lastBeat = performance.now();
    let beat: Beat;
    try {
      beat = JSON.parse(line) as Beat;
    } catch {
      return; // A line cut by the process's end; its exit follows.
    }
    this.rss = beat.rss;
    if (this.settledRss === 0 && this.served >= SETTLED_AFTER) this.settledRss = beat.rss;
    const stands = beat.lagMs > this.#options.stallMs && this.#state !== 'loading' && this.#state !== 'hello';
    if (stands) this.#kill(`the main loop stood still for ${beat.lagMs} ms`);
  }

  #checkBeat(): void {
    const silentMs = performance.now() - this.#lastBeat;
    // A process that is still starting has not begun to beat; the load timer watches it.
    if (this.rss === 0) return;
    if (silentMs > this.#options.heartbeatMs * this.#options.missedBeats) this.#kill(`no heartbeat for ${Math.round(silentMs)} ms`);
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#state === 'dead') return;
    if (this.#watch) clearInterval(this.#watch);
    if (this.#loadTimer) clearTimeout(this.#loadTimer);
    this.#become('dead');
    const ids = [...this.#pending.keys()];
    const inFlight = [...this.#pending.values()].map(({ subject }) => subject);
    const detail = this.#stderr.trim().split('\n').at(-1) ?? '';
    const cause = this.#wanted ? null : (this.#cause ?? `ended with ${signal ?? `code ${code}`}${detail === '' ? '' : `: ${detail}`}`);
    for (const id of ids) this.#settle(id, (pending) => pending.reject(new ModelFailed('died', cause ?? 'the model was drained')));
    this.#options.onExit({ cause, refusal: this.#refusal, inFlight });
  }

  #become(state: ChildState): void {
    if (this.#state === state || !mayBecome(this.#state, state)) return;
    this.#state = state;
    this.#options.onState(state);
  }

  #tell(message: ToChild): void {
    // Sending to a process that has just ended fails; its exit event settles everything.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }
}
