'use client';
import { useTranslations } from 'next-intl';
import { useLasting, useOnline, useRunView } from './use-run.ts';

/** A repair shorter than this is not worth a word; a longer silence is a lost network. */
const HICCUP_MS = 3_000;
const LOST_MS = 30_000;

export type Link = 'live' | 'retrying' | 'offline' | 'over';

export function useLink(): Link {
  const connection = useRunView((view) => view.connection);
  const over = useRunView((view) => view.run.end !== null);
  const online = useOnline();
  const retrying = useLasting(connection === 'retrying', HICCUP_MS);
  const lost = useLasting(connection === 'retrying', LOST_MS);
  if (!online || (lost && !over)) return 'offline';
  if (over) return 'over';
  return retrying ? 'retrying' : 'live';
}

/** How the tail stands, and for tests: which events this page has folded in. */
export function ConnectionDot() {
  const t = useTranslations('conn');
  const link = useLink();
  const seq = useRunView((view) => view.run.seq);
  const from = useRunView((view) => view.from);
  const applied = useRunView((view) => view.applied);
  return (
    <span className="inline-flex items-center gap-1.5 text-caption text-ink-3">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${link === 'live' ? 'bg-ok animate-breathe' : link === 'over' ? 'bg-control' : 'border border-warn'}`}
      />
      <span data-testid="conn-state" data-state={link} className="max-lg:sr-only">
        {t(link)}
      </span>
      <span hidden data-testid="run-seq" data-from={from} data-applied={applied}>
        {seq}
      </span>
    </span>
  );
}
