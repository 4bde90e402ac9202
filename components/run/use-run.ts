'use client';
import { createContext, use, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { RunState } from '#domain/run/fold-run.ts';
import { useTRPCClient } from '../trpc/client.ts';
import { LiveRunsContext } from './live-runs.ts';
import type { RunStore, RunView } from './run-store.ts';

export const RunStoreContext = createContext<RunStore | null>(null);

/** A slice of the run on screen; the component is drawn again only when the slice changes. */
export function useRunView<T>(select: (view: RunView) => T): T {
  const store = use(RunStoreContext);
  if (!store) throw new Error('no run on this screen');
  return useStore(store.view, select);
}

export function useRunState<T>(select: (run: RunState) => T): T {
  return useRunView((view) => select(view.run));
}

/** Keeps the store at the run's live tail while the run goes on. */
export function useFollow(store: RunStore): void {
  const live = use(LiveRunsContext);
  const api = useTRPCClient();
  const started = useStore(store.view, (view) => view.started);
  const over = useStore(store.view, (view) => view.run.end !== null);
  useEffect(() => {
    if (!live || !started || over) return;
    return store.follow(live, () => api.run.snapshot.query({ id: store.id }));
  }, [live, api, store, started, over]);
}

/** True once the state has lasted `ms`: a short hiccup is not worth a word. */
export function useLasting(state: boolean, ms: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!state) {
      setLasted(false);
      return;
    }
    const timer = setTimeout(() => setLasted(true), ms);
    return () => clearTimeout(timer);
  }, [state, ms]);
  return state && lasted;
}

/** Whether the browser has a network; true on the server. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    read();
    addEventListener('online', read);
    addEventListener('offline', read);
    return () => {
      removeEventListener('online', read);
      removeEventListener('offline', read);
    };
  }, []);
  return online;
}
