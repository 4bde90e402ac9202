import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/error.ts';
import { DEFAULT_KRW_PER_USD } from '#domain/ingredient/price.ts';
import type { NewRunEvent } from '#domain/run/event.ts';
import { CONTROL, EvolveOrder, type ThreadOrder, type ThreadReport } from './evolve-messages.ts';
import { presetSettings } from './presets.ts';

const USUAL_CANDIDATES = 8;

type Wish = Omit<EvolveOrder, 'preset' | 'candidates' | 'krwPerUsd' | 'checkpoint'> &
  Partial<Pick<EvolveOrder, 'candidates' | 'krwPerUsd'>>;

export interface RunEvolution extends Wish {
  /** Name of a preset of configs/evolve.yaml. */
  readonly preset: string;
  /** Generations per round where they differ from the preset's. */
  readonly generations?: number | null;
  readonly checkpoint?: unknown;
  /** Ends the run at the next generation and keeps the best so far. */
  readonly stop?: AbortSignal;
  /** Ends the run at the next generation; runEvolution then throws the signal's reason. */
  readonly signal: AbortSignal;
  readonly onEvents: (events: readonly NewRunEvent[]) => Promise<unknown>;
  readonly onCheckpoint: (gen: number, data: unknown) => Promise<unknown>;
}

export interface EvolutionEnd {
  readonly reason: 'finished' | 'stopped' | 'no_gain';
  readonly candidates: number;
  readonly hash: string;
}

/**
 * Evolves in a worker thread, so that the caller's event loop stays free. Events and checkpoints are handed over one at a time,
 * in order; when a handler throws, the thread is told to stop and runEvolution throws the same.
 * Throws DomainError ('infeasible' with causes) when the brief cannot be met.
 */
export async function runEvolution(wish: RunEvolution): Promise<EvolutionEnd> {
  const { preset, generations, stop, signal, onEvents, onCheckpoint, checkpoint, ...rest } = wish;
  signal.throwIfAborted();
  const settings = presetSettings(preset);
  const order = EvolveOrder.parse({
    candidates: USUAL_CANDIDATES,
    krwPerUsd: DEFAULT_KRW_PER_USD,
    ...rest,
    preset: { ...settings, n_generations: generations ?? settings.n_generations },
    ...(checkpoint ? { checkpoint } : {}),
  });
  const control = new SharedArrayBuffer(4);
  const flag = new Int32Array(control);
  const thread = takeThread();
  const tellStop = (): void => void Atomics.compareExchange(flag, 0, CONTROL.goOn, CONTROL.stop);
  const tellCancel = (): void => void Atomics.store(flag, 0, CONTROL.cancel);
  stop?.addEventListener('abort', tellStop);
  signal.addEventListener('abort', tellCancel);
  if (stop?.aborted) tellStop();
  let idle = false;
  try {
    thread.worker.postMessage({ order, control } satisfies ThreadOrder);
    for await (const report of reportsOf(thread)) {
      if (report.kind === 'events') await onEvents(report.events);
      else if (report.kind === 'checkpoint') await onCheckpoint(report.gen, report.data);
      else {
        idle = true;
        if (report.kind === 'done') return { reason: report.reason, candidates: report.candidates, hash: report.hash };
        if (report.kind === 'refused') throw new DomainError(report.code, report.message, report.messageKo, report.details);
        signal.throwIfAborted();
      }
    }
    throw new Error('the evolution thread ended without an answer');
  } finally {
    stop?.removeEventListener('abort', tellStop);
    signal.removeEventListener('abort', tellCancel);
    if (idle) keepThread(thread);
    else void thread.worker.terminate();
  }
}

/** A worker thread with what it has said and nobody has read yet. Its listeners stay for its whole life. */
interface Thread {
  readonly worker: Worker;
  readonly inbox: ThreadReport[];
  failure: unknown;
  ended: boolean;
  wake: () => void;
}

/** A thread that has read the catalogue and warmed up serves the next run; one is kept, more are let go. */
let kept: Thread | null = null;

function startThread(): Thread {
  const worker = new Worker(new URL('./evolve-thread.ts', import.meta.url));
  const thread: Thread = { worker, inbox: [], failure: null, ended: false, wake: () => undefined };
  const end = (): void => {
    thread.ended = true;
    if (kept === thread) kept = null;
    thread.wake();
  };
  worker.on('message', (report: ThreadReport) => {
    thread.inbox.push(report);
    thread.wake();
  });
  worker.on('error', (error) => {
    thread.failure = error;
    end();
  });
  worker.on('exit', end);
  return thread;
}

function takeThread(): Thread {
  const thread = kept ?? startThread();
  kept = null;
  thread.worker.ref();
  return thread;
}

function keepThread(thread: Thread): void {
  if (kept || thread.ended) {
    void thread.worker.terminate();
    return;
  }
  kept = thread;
  thread.worker.unref();
}

/** Starts the thread that the first run will use, so that it finds the catalogue read. */
export function warmUpEvolution(): void {
  if (!kept) keepThread(startThread());
}

/** The thread's messages in order; ends when the thread does and throws what it threw. */
async function* reportsOf(thread: Thread): AsyncGenerator<ThreadReport> {
  for (;;) {
    const report = thread.inbox.shift();
    if (report) yield report;
    else if (thread.failure) throw thread.failure;
    else if (thread.ended) return;
    else
      await new Promise<void>((resolve) => {
        thread.wake = resolve;
      });
  }
}
