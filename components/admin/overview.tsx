'use client';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useFigures } from '../ui/figures.ts';
import { PageTitle } from './admin-frame.tsx';
import { AnswerState } from './answer-state.tsx';
import { Measures } from './measures.tsx';

const REFRESH_MS = 10_000;

type Answers = ApiOutputs['admin']['overview'];

/** Four questions, one line each, and where to go on. */
export function Overview() {
  const t = useTranslations('admin');
  const trpc = useTRPC();
  const overview = useQuery({ ...trpc.admin.overview.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <>
      <PageTitle title={t('page.overview')} lead={t('overview.lead')} />
      {overview.data ? (
        <Questions answers={overview.data} />
      ) : (
        <AnswerState error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {/* After what stands above it, so that nothing on the page moves. */}
      {(overview.data || overview.error) && <Measures />}
    </>
  );
}

function Questions({ answers }: { answers: Answers }) {
  const t = useTranslations('admin.overview');
  const mode = useTranslations('mode');
  const figures = useFigures();
  const { speed, outcomes, queue, learning } = answers;
  const seconds = (value: number | null) => (value === null ? '–' : t('seconds', { n: figures.decimal(value, 1) }));
  const running = queue.reading + queue.evolving;
  return (
    <ul className="sheet divide-y divide-line">
      <Question title={t('slow')} href="/admin/models">
        {speed.length === 0
          ? t('slowNone')
          : speed.map((row) => (
              <span key={row.mode} className="mr-4 inline-block">
                {t('slowMode', {
                  mode: mode(row.mode === 'fast' || row.mode === 'creative' ? row.mode : 'balanced'),
                  read: seconds(row.readP95),
                  first: seconds(row.firstCandidateP95),
                  n: row.runs,
                })}
              </span>
            ))}
      </Question>
      <Question title={t('wrong')} href="/admin/models">
        {t('wrongLine', { done: outcomes.done, failed: outcomes.failed, cancelled: outcomes.cancelled })}{' '}
        {outcomes.meanStars === null ? t('noStars') : t('stars', { mean: figures.decimal(outcomes.meanStars, 1), n: outcomes.ratings })}
      </Question>
      <Question title={t('behind')} href="/admin/modes">
        {queue.queued === 0 && running === 0
          ? t('behindNone')
          : t('behindLine', {
              queued: queue.queued,
              running,
              wait: queue.oldestWaitS === null ? '–' : figures.clock(queue.oldestWaitS * 1000),
            })}
      </Question>
      <Question title={t('healthy')} href="/admin/training">
        {learning.champion === null ? t('noChampion') : t('champion', { id: learning.champion.slice(0, 8) })}{' '}
        {learning.gateWeight === null ? t('noFit') : t('fit', { n: learning.ratings ?? 0, weight: figures.share(learning.gateWeight) })}
      </Question>
    </ul>
  );
}

function Question({ title, href, children }: { title: string; href: string; children: React.ReactNode }) {
  return (
    <li>
      <Link href={href} prefetch={false} className="group flex items-center gap-4 px-5 py-4 hover:bg-sunken">
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{title}</span>
          <span className="figures text-dense text-ink-2">{children}</span>
        </span>
        <ArrowRight aria-hidden="true" className="size-4 shrink-0 text-ink-3 transition-transform group-hover:translate-x-0.5" />
      </Link>
    </li>
  );
}
