'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { progressPct } from './status-of.ts';
import { useRunState } from './use-run.ts';

const QUARTER = 25;

/** The page's one live line. It speaks at boundaries only: a new stage, quarters of the way, the end. */
export function Announcer() {
  const t = useTranslations('announce');
  const quarter = useRunState((run) => Math.floor(progressPct(run) / QUARTER) * QUARTER);
  const status = useRunState((run) => run.status);
  const found = useRunState((run) => run.candidates.length);
  const shifts = useRunState((run) => run.shifts.length);
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  const text =
    status === 'evolving'
      ? quarter > 0
        ? t('quarter', { pct: quarter })
        : t('evolving')
      : status === 'done'
        ? t('done', { n: found })
        : t(status);
  return (
    <p role="status" className="sr-only">
      {mounted ? `${text}${shifts > 0 ? ` ${t('degraded')}` : ''}` : ''}
    </p>
  );
}

/** A background tab shows how far the run is. */
export function useProgressTitle(brief: string): void {
  const t = useTranslations('announce');
  const status = useRunState((run) => run.status);
  const pct = useRunState(progressPct);
  useEffect(() => {
    const subject = brief.length > 18 ? `${brief.slice(0, 18)}…` : brief;
    const before = status === 'evolving' ? `${pct}% ` : '';
    const title = `${before}${t(`title.${status}`)} · ${subject}`;
    const previous = document.title;
    document.title = title;
    return () => {
      document.title = previous;
    };
  }, [status, pct, brief, t]);
}
