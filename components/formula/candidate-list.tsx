'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { RunCandidate } from '#domain/run/fold-run.ts';
import { useRatings } from '../rating/use-ratings.ts';
import { useRunState } from '../run/use-run.ts';
import { Button } from '../ui/button.tsx';
import { CandidateCard } from './candidate-card.tsx';
import type { PeekTab } from './peek-tab.ts';

interface ListProps {
  readonly focusedId: string | null;
  readonly onFocus: (id: string) => void;
  readonly onPeek: (id: string, tab: PeekTab) => void;
}

/**
 * Candidates by rank. While the pointer or the focus is inside, nothing moves: new arrivals wait in a pill above.
 * Candidates of earlier rounds that were rated stay below, still ratable.
 */
export function CandidateList({ focusedId, onFocus, onPeek }: ListProps) {
  const t = useTranslations('cand');
  const ratings = useRatings();
  const candidates = useRunState((run) => run.candidates);
  const withdrawn = useRunState((run) => run.withdrawn);
  const asked = useRunState((run) => run.accepted?.mode);
  const status = useRunState((run) => run.status);
  const list = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const [order, setOrder] = useState<readonly string[]>(() => candidates.map((candidate) => candidate.id));

  useEffect(() => {
    const wanted = candidates.map((candidate) => candidate.id);
    // What only arrives at the end moves nothing.
    setOrder((now) => (!held || now.every((id, index) => wanted[index] === id) ? wanted : now));
  }, [held, candidates]);

  const byId = new Map([...withdrawn, ...candidates].map((candidate) => [candidate.id, candidate]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  const fresh = candidates.filter((candidate) => !order.includes(candidate.id)).length;
  const earlier = withdrawn.filter((candidate) => ratings.of(candidate.id) && !order.includes(candidate.id));
  const firstRated = shown.find((candidate) => ratings.of(candidate.id))?.id;
  const ratedCount = shown.filter((candidate) => ratings.of(candidate.id)).length;

  const card = (candidate: RunCandidate) => (
    <CandidateCard
      key={candidate.id}
      candidate={candidate}
      focused={candidate.id === focusedId}
      asked={asked}
      openDetail={ratedCount === 1 && candidate.id === firstRated}
      onFocus={onFocus}
      onPeek={onPeek}
    />
  );

  if (shown.length === 0 && fresh === 0) {
    return (
      <p className="rounded-[16px] border border-dashed border-line-2 px-5 py-10 text-center text-dense text-ink-3">
        {t(status === 'queued' || status === 'reading' || status === 'evolving' ? 'waiting' : 'none')}
      </p>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices where the pointer and the focus are
    <div
      ref={list}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(list.current?.contains(document.activeElement) ?? false)}
      onFocus={() => setHeld(true)}
      onBlur={(event) => setHeld(event.currentTarget.contains(event.relatedTarget) || event.currentTarget.matches(':hover'))}
      className="grid gap-3"
    >
      {fresh > 0 && (
        <div className="sticky top-[120px] z-10 flex justify-center">
          <Button look="primary" shape="pill" onClick={() => setOrder(candidates.map((candidate) => candidate.id))}>
            {t('fresh', { n: fresh })}
          </Button>
        </div>
      )}
      {shown.map(card)}
      {earlier.length > 0 && (
        <details>
          <summary className="tap flex items-center text-caption text-ink-2">{t('earlier', { n: earlier.length })}</summary>
          <div className="grid gap-3 pt-2">{earlier.map(card)}</div>
        </details>
      )}
    </div>
  );
}
