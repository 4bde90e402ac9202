'use client';
import { Tabs } from '@base-ui/react/tabs';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMaterials } from '../ingredient/materials.ts';
import { useRunState } from '../run/use-run.ts';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { useFigures } from '../ui/figures.ts';
import { Peek } from '../ui/peek.tsx';
import { Pyramid } from './blotter.tsx';
import { ComplianceSheet } from './compliance-sheet.tsx';
import { FormulaTable } from './formula-table.tsx';
import { PEEK_TABS, type PeekTab } from './peek-tab.ts';
import { pyramidOf } from './pyramid.ts';

const EvaporationChart = dynamic(() => import('../charts/evaporation-chart.tsx').then((module) => module.EvaporationChart), {
  ssr: false,
  loading: () => <div className="h-[262px]" />,
});

export type CandidateDetail = ApiOutputs['candidate']['detail'];

/** A candidate in full: what is in it, how it unfolds, what the law says and why it was chosen. */
export function CandidatePeek({
  candidateId,
  tab,
  onTab,
  onClose,
}: {
  candidateId: string;
  tab: PeekTab;
  onTab: (tab: PeekTab) => void;
  onClose: () => void;
}) {
  const t = useTranslations();
  const trpc = useTRPC();
  const words = useErrorWords();
  const materials = useMaterials();
  const candidate = useRunState((run) => [...run.candidates, ...run.withdrawn].find((one) => one.id === candidateId));
  const detail = useQuery(trpc.candidate.detail.queryOptions({ candidateId }, { staleTime: Number.POSITIVE_INFINITY }));
  if (!candidate) return null;
  const waiting = (
    <p className="py-10 text-center text-dense text-ink-3">{detail.error ? words(detail.error).message : t('peek.loading')}</p>
  );
  return (
    <Peek title={t('peek.title', { rank: candidate.rank })} onClose={onClose}>
      <Tabs.Root value={tab} onValueChange={(value: PeekTab) => onTab(value)}>
        <Tabs.List className="-mx-1 mb-4 flex gap-1 border-b border-line">
          {PEEK_TABS.map((one) => (
            <Tabs.Tab
              key={one}
              value={one}
              className="tap -mb-px border-b-2 border-transparent px-3 text-dense font-medium text-ink-2 data-active:border-ink data-active:text-ink"
            >
              {t(`peek.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="formula" className="grid gap-5 outline-none">
          <Pyramid tiers={pyramidOf(candidate.lines, materials.card)} />
          {candidate.why.length > 0 && (
            <section>
              <h3 className="mb-1 text-caption text-ink-3">{t('peek.why')}</h3>
              <ul className="grid list-disc gap-1 pl-5 text-dense">
                {candidate.why.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </section>
          )}
          <FormulaTable lines={candidate.lines} prices={pricesOf(detail.data)} />
        </Tabs.Panel>
        <Tabs.Panel value="scent" className="outline-none">
          {detail.data ? <Scent odour={detail.data.odour} /> : waiting}
        </Tabs.Panel>
        <Tabs.Panel value="law" className="outline-none">
          {detail.data ? <ComplianceSheet verdict={detail.data.compliance} /> : waiting}
        </Tabs.Panel>
      </Tabs.Root>
    </Peek>
  );
}

function pricesOf(detail: CandidateDetail | undefined): ReadonlyMap<string, number | null> | undefined {
  return detail && new Map(detail.lines.map((line) => [line.ingredient, line.krwPerKg]));
}

function Scent({ odour }: { odour: CandidateDetail['odour'] }) {
  const t = useTranslations();
  const figures = useFigures();
  const { longevity_h: longevity, sillage } = odour;
  return (
    <div className="grid gap-5">
      <dl className="figures grid grid-cols-2 gap-4">
        <div>
          <dt className="text-caption text-ink-3">
            {t('cand.longevity')} · {t('cand.predicted')}
          </dt>
          <dd className="text-title font-semibold">{figures.hours(longevity.value)}</dd>
          <dd className="text-micro text-ink-3">{t('peek.confidence', { grade: longevity.confidence })}</dd>
        </div>
        <div>
          <dt className="text-caption text-ink-3">
            {t('cand.sillage')} · {t('cand.predicted')}
          </dt>
          <dd className="text-title font-semibold">{t(`sillage.${sillage.level}`)}</dd>
          <dd className="text-micro text-ink-3">{t('peek.confidence', { grade: sillage.intensity.confidence })}</dd>
        </div>
      </dl>
      <EvaporationChart curve={odour.curve} />
      <details className="text-dense">
        <summary className="tap flex items-center text-caption text-ink-2 underline underline-offset-4">{t('peek.method')}</summary>
        <ul className="grid list-disc gap-1 pl-5 text-caption text-ink-2">
          <li lang="en">
            {longevity.source}; {longevity.basis}
          </li>
          <li>{t('peek.known', { pct: figures.share(odour.known_share) })}</li>
          {odour.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
