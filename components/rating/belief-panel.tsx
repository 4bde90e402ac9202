'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';

const TastePeek = dynamic(() => import('./taste-peek.tsx').then((module) => module.TastePeek), { ssr: false });

/** A refit follows each rating within a second or so; the panel looks that often. */
const REFRESH_MS = 4_000;

export type OwnTaste = ApiOutputs['taste']['own'];

/** What the model believes about this designer's taste, from how much, and how much of it is used. */
export function BeliefPanel() {
  const t = useTranslations('taste');
  const figures = useFigures();
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const taste = useQuery({ ...trpc.taste.own.queryOptions(), refetchInterval: REFRESH_MS, staleTime: 0 });
  if (!taste.data) return null;
  const { belief, useTaste } = taste.data;
  return (
    <section aria-labelledby="taste-title" className="sheet px-4 py-3.5" data-testid="belief-panel">
      <div className="flex items-center gap-2">
        <h2 id="taste-title" className="flex-1 text-[15px] font-semibold">
          {t('title')}
        </h2>
        <Button look="quiet" onClick={() => setOpen(true)} aria-label={t('openLabel')}>
          {t('open')}
        </Button>
      </div>
      <p className="figures text-caption text-ink-2">
        {!useTaste
          ? t('off')
          : !belief || belief.answers === 0
            ? t('nothingYet')
            : t('line', { n: belief.answers, weight: figures.share(belief.gateWeight) })}
      </p>
      {open && <TastePeek taste={taste.data} onChanged={() => void taste.refetch()} onClose={() => setOpen(false)} />}
    </section>
  );
}
