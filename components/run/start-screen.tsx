'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { BriefForm, type StartWish } from '../brief/brief-form.tsx';
import { EXAMPLES } from '../brief/examples.ts';
import { FamilyName } from '../ingredient/family-mark.tsx';
import { useTRPC } from '../trpc/client.ts';
import { useFigures } from '../ui/figures.ts';

const RECENT = 4;

/** The empty studio: one question, three ways to begin, the work of the last days. */
export function StartScreen({ draft, refused, onStart }: { draft: string; refused: string | null; onStart: (wish: StartWish) => void }) {
  const t = useTranslations();
  const [example, setExample] = useState<string | null>(null);
  return (
    <div className="mx-auto max-w-[760px] px-4 pt-[clamp(32px,9vh,104px)] pb-24">
      <h1 className="text-center text-display font-semibold tracking-[-0.025em]">{t('brief.label')}</h1>
      <p className="mt-3 text-center text-body text-ink-2">{t('brief.lead')}</p>
      <div className="mt-9">
        <BriefForm
          key={example}
          text={example ?? draft}
          mode="balanced"
          large
          restore={example === null && !refused}
          refused={refused}
          onStart={onStart}
        />
      </div>
      <section aria-labelledby="examples" className="mt-8">
        <h2 id="examples" className="mb-2.5 text-caption font-medium text-ink-3">
          {t('brief.examples')}
        </h2>
        <ul className="grid gap-2.5 sm:grid-cols-3">
          {EXAMPLES.map(({ key, families }) => (
            <li key={key} className="grid">
              <button
                type="button"
                onClick={() => setExample(t(`brief.example.${key}`))}
                className="sheet flex flex-col gap-3 px-4 py-3.5 text-left text-dense text-ink transition-colors hover:border-control"
              >
                <span className="grow">{t(`brief.example.${key}`)}</span>
                <span className="flex flex-wrap gap-x-2.5 text-micro text-ink-2">
                  {families.map((family) => (
                    <FamilyName key={family} family={family} />
                  ))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <RecentRuns />
    </div>
  );
}

function RecentRuns() {
  const t = useTranslations();
  const figures = useFigures();
  const trpc = useTRPC();
  const runs = useQuery({ ...trpc.run.list.queryOptions({ limit: RECENT }), staleTime: 0 });
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => setNow(Date.now()), []);
  if (!runs.data || runs.data.length === 0 || now === null) return null;
  return (
    <section aria-labelledby="recent" className="mt-9">
      <h2 id="recent" className="mb-1 text-caption font-medium text-ink-3">
        {t('recent.title')}
      </h2>
      <ul>
        {runs.data.map((run) => (
          <li key={run.id} className="border-b border-line last:border-b-0">
            <Link
              href={`/studio/${run.id}`}
              prefetch={false}
              className="tap figures -mx-2 flex items-center gap-3 rounded-[10px] px-2 py-2 text-dense hover:bg-[color-mix(in_oklab,var(--ink)_4%,transparent)]"
            >
              <span className="min-w-0 flex-1 truncate">{run.brief}</span>
              <span className="shrink-0 text-caption text-ink-3">
                {t('recent.counts', { candidates: run.candidates, rated: run.rated })}
              </span>
              <span className="w-16 shrink-0 text-right text-caption text-ink-3 max-sm:hidden">{t(`status.${run.status}`)}</span>
              <span className="w-20 shrink-0 text-right text-caption text-ink-3 max-sm:hidden" title={figures.stamp(run.createdAt)}>
                {figures.ago(run.createdAt, now)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
