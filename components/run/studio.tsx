'use client';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { Reading } from '#domain/brief/reading.ts';
import type { RunState } from '#domain/run/fold-run.ts';
import type { StartWish } from '../brief/brief-form.tsx';
import { type MaterialCard, MaterialsContext, materialNames } from '../ingredient/materials.ts';
import { useTRPCClient } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { say } from '../ui/say.ts';
import { whenIdle } from '../ui/when-idle.ts';
import { RunStore } from './run-store.ts';
import { StartScreen } from './start-screen.tsx';

const loadRunScreen = () => import('./run-screen.tsx').then((module) => module.RunScreen);
// Without a boundary of its own a slow chunk would hold back the address and the rail as well.
const RunScreen = dynamic(loadRunScreen, { loading: () => <div aria-busy="true" className="min-h-[60vh]" /> });

/** Refusals that are about the text: the designer goes back to the box with the sentence beside it. */
const TEXT_FAULTS = ['bad_input', 'too_long', 'queue_full'];

export interface Fork {
  readonly parentId: string;
  readonly reading?: Reading;
}

interface StudioProps {
  readonly materials: readonly MaterialCard[];
  /** The run named in the address, folded to now; null on the empty studio or when there is none. */
  readonly snapshot: RunState | null;
  readonly draft: string;
}

const RUN_PATH = /^\/studio\/([0-9a-f-]{36})$/;

/**
 * The studio: a box, then a run. The run's id is made here, so the address, the rail and the fields change before the
 * server has answered.
 */
export function Studio({ materials, snapshot, draft }: StudioProps) {
  const api = useTRPCClient();
  const words = useErrorWords();
  const pathname = usePathname();
  const [names] = useState(() => materialNames(materials));
  const [store, setStore] = useState(() => (snapshot ? new RunStore(snapshot.runId, snapshot) : null));
  // Runs begun on this screen, so that the address finds the store that knows how its run began.
  const [begun] = useState(() => new Map<string, RunStore>());
  const [refused, setRefused] = useState<{ text: string; why: string } | null>(null);
  const [seenPath, setSeenPath] = useState(pathname);

  // The empty studio needs none of the run's screen; it is fetched while the designer types.
  useEffect(() => whenIdle(() => void loadRunScreen()), []);

  // Back and forward: the address leads, the store follows.
  if (pathname !== seenPath) {
    setSeenPath(pathname);
    const id = RUN_PATH.exec(pathname)?.[1];
    if (!id) setStore(null);
    else if (id !== store?.id) setStore(begun.get(id) ?? new RunStore(id, snapshot?.runId === id ? snapshot : undefined));
  }

  const open = (id: string, opening: StartWish, begin: () => Promise<{ id: string }>) => {
    const next = new RunStore(id, undefined, opening);
    begun.set(id, next);
    setRefused(null);
    setStore(next);
    history.pushState(null, '', `/studio/${id}`);
    begin().then(
      () => next.accepted(),
      (error: unknown) => {
        const { code, message } = words(error);
        if (!TEXT_FAULTS.includes(code)) return next.refuse(message);
        setRefused({ text: opening.brief, why: message });
        setStore(null);
        history.replaceState(null, '', '/studio');
      },
    );
  };

  const start = (wish: StartWish, fork?: Fork) => {
    const id = uuidv7();
    open(id, wish, () => api.run.start.mutate({ id, ...wish, ...fork }));
  };
  const resume = (from: string, wish: StartWish, isOver: boolean) => {
    const newId = uuidv7();
    if (isOver) open(newId, wish, () => api.run.resume.mutate({ id: from, newId }));
    else api.run.resume.mutate({ id: from, newId }).catch((error: unknown) => say(words(error).message));
  };
  const leave = () => {
    setStore(null);
    history.pushState(null, '', '/studio');
  };

  return (
    <MaterialsContext value={names}>
      {store ? (
        <RunScreen key={store.id} store={store} onStart={start} onResume={resume} onNew={leave} />
      ) : (
        <StartScreen draft={refused?.text ?? draft} refused={refused?.why ?? null} onStart={start} />
      )}
    </MaterialsContext>
  );
}
