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
  const [kept, setKept] = useState<readonly RunCandidate[]>(candidates);

  useEffect(() => {
    // What only arrives at the end moves nothing.
    setKept((now) => (!held || now.every(({ id }, index) => candidates[index]?.id === id) ? candidates : now));
  }, [held, candidates]);

  // A candidate under somebody's eyes stays, also after later rounds have pushed it out of the run's own memory.
  const current = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const shown = kept.map((candidate) => current.get(candidate.id) ?? candidate);
  const ids = new Set(kept.map(({ id }) => id));
  const fresh = candidates.filter(({ id }) => !ids.has(id)).length;
  const earlier = withdrawn.filter(({ id }) => ratings.of(id) && !ids.has(id));
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
      // A list that grows under a resting pointer is entered too, but by nobody.
      onPointerMove={(event) => (event.movementX !== 0 || event.movementY !== 0) && setHeld(true)}
      onPointerLeave={() => setHeld(list.current?.contains(document.activeElement) ?? false)}
      onFocus={() => setHeld(true)}
      onBlur={(event) => setHeld(event.currentTarget.contains(event.relatedTarget) || event.currentTarget.matches(':hover'))}
      className="grid gap-3"
    >
      {fresh > 0 && (
        <div className="sticky top-[120px] z-10 flex justify-center">
          <Button look="primary" shape="pill" onClick={() => setKept(candidates)}>
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
