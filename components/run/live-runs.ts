'use client';
import { createContext } from 'react';
import type { RunEvent } from '#domain/run/event.ts';
import type { ApiClient } from '../trpc/client.ts';
import type { Connection, Message, RunListener } from './live-message.ts';

const LOCK = 'studio-live';
const CHANNEL = 'studio-live';
/** A browser opens at most six HTTP/1.1 connections to one origin; streams may take this many of them. */
const MAX_STREAMS = 3;
/** Events of one run that the leading tab keeps for tabs that join later. */
const MAX_KEPT = 4_000;
/** How often a run beyond MAX_STREAMS is asked for instead of streamed. */
const POLL_MS = 2_000;
/** Rest before a stream that the server refused is opened again. The browser itself repairs one that broke. */
const REOPEN_MS = 3_000;

interface Stream {
  readonly runId: string;
  readonly tabs: Set<string>;
  readonly close: () => void;
  kept: RunEvent[];
  state: Connection;
}

/**
 * The live tails of all tabs of this browser over one tab's connections. The tab that holds a Web Lock leads:
 * it streams each wanted run once and hands the events on by BroadcastChannel. When it closes, the next takes over.
 * Without Web Locks (an insecure origin) each tab leads itself.
 */
export class LiveRuns {
  readonly #api: ApiClient;
  readonly #tab = crypto.randomUUID();
  readonly #listeners = new Map<string, RunListener>();
  readonly #streams = new Map<string, Stream>();
  #channel: BroadcastChannel | null = null;
  #leads = false;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Joins the other tabs. Returns how to leave them. */
  open(): () => void {
    const shared = 'locks' in navigator && 'BroadcastChannel' in window;
    if (!shared) {
      this.#lead();
      return () => this.#closeStreams();
    }
    const channel = new BroadcastChannel(CHANNEL);
    this.#channel = channel;
    channel.onmessage = (message: MessageEvent<Message>) => this.#hear(message.data);
    for (const runId of this.#listeners.keys()) this.refill(runId);
    let letGo: () => void = () => undefined;
    const leaving = new AbortController();
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    navigator.locks
      .request(LOCK, { signal: leaving.signal }, () => {
        this.#lead();
        return held;
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) throw error;
      });
    return () => {
      leaving.abort();
      this.#closeStreams();
      letGo();
      this.#leads = false;
      channel.close();
      this.#channel = null;
    };
  }

  /** Delivers a run's events to `listener` until the returned function is called. One listener per run and tab. */
  watch(runId: string, listener: RunListener): () => void {
    this.#listeners.set(runId, listener);
    this.refill(runId);
    return () => {
      if (this.#listeners.get(runId) !== listener) return;
      this.#listeners.delete(runId);
      this.#tell({ kind: 'leave', tab: this.#tab, runId });
    };
  }

  /** Asks again for everything after what the reader has. */
  refill(runId: string): void {
    const listener = this.#listeners.get(runId);
    if (listener) this.#tell({ kind: 'want', tab: this.#tab, runId, after: listener.after() });
  }

  #lead(): void {
    this.#leads = true;
    this.#channel?.postMessage({ kind: 'leader' } satisfies Message);
    for (const runId of this.#listeners.keys()) this.refill(runId);
  }

  #tell(message: Message): void {
    if (this.#leads) this.#serve(message);
    else this.#channel?.postMessage(message);
  }

  #hear(message: Message): void {
    if (message.kind === 'leader') for (const runId of this.#listeners.keys()) this.refill(runId);
    if (this.#leads) this.#serve(message);
    else this.#deliver(message);
  }

  /** What the leading tab does with a wish. */
  #serve(message: Message): void {
    if (message.kind === 'leave') {
      const stream = this.#streams.get(message.runId);
      stream?.tabs.delete(message.tab);
      if (stream?.tabs.size === 0) this.#close(stream);
    }
    if (message.kind !== 'want') return;
    const { runId, tab, after } = message;
    const stream = this.#streams.get(runId) ?? this.#openStream(runId, after);
    stream.tabs.add(tab);
    const first = stream.kept[0];
    if (first && first.seq > after + 1) this.#spread({ kind: 'snapshot', runId });
    else {
      const missed = stream.kept.filter((event) => event.seq > after);
      if (missed.length > 0) this.#spread({ kind: 'events', runId, events: missed });
    }
    this.#spread({ kind: 'connection', runId, state: stream.state });
  }

  #openStream(runId: string, after: number): Stream {
    const close = this.#streams.size < MAX_STREAMS ? this.#subscribe(runId, after) : this.#poll(runId);
    const stream: Stream = { runId, tabs: new Set(), close, kept: [], state: 'connecting' };
    this.#streams.set(runId, stream);
    return stream;
  }

  #subscribe(runId: string, after: number): () => void {
    const subscription = this.#api.run.events.subscribe(
      { id: runId, lastEventId: String(after) },
      {
        onData: ({ data }) => {
          const stream = this.#streams.get(runId);
          if (!stream) return;
          stream.kept.push(data);
          if (stream.kept.length > MAX_KEPT) stream.kept = stream.kept.slice(-MAX_KEPT / 2);
          this.#spread({ kind: 'events', runId, events: [data] });
        },
        // The first connection is not a repair: without an error the screen says nothing about it.
        onConnectionStateChange: ({ state, error }) => {
          if (state !== 'connecting') this.#connection(runId, 'live');
          else if (error) this.#connection(runId, 'retrying');
        },
        onError: (error) => {
          this.#connection(runId, 'retrying');
          if (error.data?.code !== 'NOT_FOUND') setTimeout(() => this.#reopen(runId), REOPEN_MS);
        },
        onComplete: () => this.#forget(runId),
      },
    );
    return () => subscription.unsubscribe();
  }

  /** The stream broke for good; whoever still reads the run asks again from where they stand. */
  #reopen(runId: string): void {
    this.#forget(runId);
    if (this.#leads) this.#lead();
  }

  #poll(runId: string): () => void {
    const timer = setInterval(() => this.#spread({ kind: 'snapshot', runId }), POLL_MS);
    return () => clearInterval(timer);
  }

  #connection(runId: string, state: Connection): void {
    const stream = this.#streams.get(runId);
    if (!stream) return;
    stream.state = state;
    this.#spread({ kind: 'connection', runId, state });
  }

  #spread(message: Message): void {
    this.#channel?.postMessage(message);
    this.#deliver(message);
  }

  #deliver(message: Message): void {
    if (!('runId' in message)) return;
    const listener = this.#listeners.get(message.runId);
    if (!listener) return;
    if (message.kind === 'events') listener.events(message.events);
    if (message.kind === 'snapshot') listener.snapshotNeeded();
    if (message.kind === 'connection') listener.connection(message.state);
  }

  #close(stream: Stream): void {
    this.#streams.delete(stream.runId);
    stream.close();
  }

  /** The server ended the stream: the log is over. A later wish opens a new one. */
  #forget(runId: string): void {
    const stream = this.#streams.get(runId);
    if (stream) this.#close(stream);
  }

  #closeStreams(): void {
    for (const stream of [...this.#streams.values()]) this.#close(stream);
  }
}

export const LiveRunsContext = createContext<LiveRuns | null>(null);
