'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createContext, use, useEffect, useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { Rating } from '#domain/preference/rating.ts';
import { useTRPC, useTRPCClient } from '../trpc/client.ts';
import { apiErrorOf, isUnreachable } from '../trpc/error-words.ts';
import { say } from '../ui/say.ts';
import { Outbox, Refused } from './outbox.ts';

const UNDO_DEPTH = 20;

export type Kept = Omit<Rating, 'candidateId' | 'axes'> & { readonly axes?: Rating['axes'] | undefined };
export type RatingPatch = Partial<Omit<Kept, 'id'>> & { readonly stars: number };

/** A rating that can be taken back, and what stood there before it. */
interface Done {
  readonly candidateId: string;
  readonly before: Kept | null;
  readonly id: string;
}

export interface Ratings {
  readonly of: (candidateId: string) => Kept | null;
  readonly rate: (candidateId: string, patch: RatingPatch) => void;
  readonly undoLast: () => void;
  /** Ratings that wait for the network. */
  readonly waiting: number;
}

export const RatingsContext = createContext<Ratings | null>(null);

export function useRatings(): Ratings {
  const ratings = use(RatingsContext);
  if (!ratings) throw new Error('no ratings on this screen');
  return ratings;
}

const BLANK: Omit<Kept, 'id' | 'stars'> = { evidence: 'screen', minutes: null, blind: false, tags: [], comment: '' };

/** The designer's ratings of a run: shown at once, sent through the outbox, each undoable. */
export function useRatingsOf(runId: string): Ratings {
  const t = useTranslations();
  const trpc = useTRPC();
  const api = useTRPCClient();
  const server = useQuery(trpc.rating.forRun.queryOptions({ runId }));
  const [local, setLocal] = useState<Readonly<Record<string, Kept | null>>>({});
  const [waiting, setWaiting] = useState(0);
  const history = useRef<Done[]>([]);
  const [outbox] = useState(
    () =>
      new Outbox(
        {
          rate: async (rating) => settle(api.rating.rate.mutate(rating)),
          undo: async (id) => settle(api.rating.undo.mutate({ id })),
        },
        (_, refusal) => say(refusal.message),
      ),
  );
  const flush = () => outbox.flush().then(() => setWaiting(outbox.waiting()));

  useEffect(() => {
    const send = () => {
      setWaiting(outbox.waiting());
      void outbox.flush().then(() => setWaiting(outbox.waiting()));
    };
    send();
    addEventListener('online', send);
    return () => {
      removeEventListener('online', send);
      outbox.close();
    };
  }, [outbox]);

  const of = (candidateId: string): Kept | null => {
    const own = local[candidateId];
    if (own !== undefined) return own;
    const row = server.data?.[candidateId];
    return row ? { ...row, axes: row.axes ?? undefined } : null;
  };

  const undo = (entry: Done) => {
    history.current = history.current.filter((other) => other !== entry);
    setLocal((now) => ({ ...now, [entry.candidateId]: entry.before }));
    outbox.add({ kind: 'undo', id: entry.id });
    void flush();
    say(t('rate.undone'));
  };

  return {
    of,
    waiting,
    rate: (candidateId, patch) => {
      const before = of(candidateId);
      const { axes, ...rest } = { ...BLANK, ...before, ...patch, id: uuidv7() };
      const entry = { candidateId, before, id: rest.id };
      history.current = [...history.current, entry].slice(-UNDO_DEPTH);
      setLocal((now) => ({ ...now, [candidateId]: { ...rest, axes } }));
      const { id, stars, evidence, minutes, blind, tags, comment } = rest;
      outbox.add({
        kind: 'rate',
        rating: { id, candidateId, stars, evidence, minutes, blind, tags: [...tags], comment, ...(axes ? { axes } : {}) },
      });
      setWaiting(outbox.waiting());
      void flush();
      if (before?.stars !== stars) say(t('rate.saved', { stars }), { label: t('common.undo'), run: () => undo(entry) });
    },
    undoLast: () => {
      const last = history.current.at(-1);
      if (last) undo(last);
    },
  };
}

async function settle(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (isUnreachable(error)) throw error;
    const worded = apiErrorOf(error);
    if (worded && worded.code !== 'internal' && worded.code !== 'unavailable' && worded.code !== 'unauthorized') {
      throw new Refused(worded.messageKo);
    }
    throw error;
  }
}
