'use client';
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useState } from 'react';
import type { RunCandidate } from '#domain/run/fold-run.ts';
import { useMaterials } from '../ingredient/materials.ts';
import { RatingRow } from '../rating/rating-row.tsx';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { Blotter, Pyramid } from './blotter.tsx';
import { ComplianceBadge } from './compliance-badge.tsx';
import { FormulaTable } from './formula-table.tsx';
import type { PeekTab } from './peek-tab.ts';
import { familiesOf, pyramidOf } from './pyramid.ts';

interface CardProps {
  readonly candidate: RunCandidate;
  readonly focused: boolean;
  /** The mode the designer asked for; a candidate made in another one says so. */
  readonly asked: string | undefined;
  readonly openDetail: boolean;
  readonly onFocus: (id: string) => void;
  readonly onPeek: (id: string, tab: PeekTab) => void;
}

export const CandidateCard = memo(function CandidateCard({ candidate, focused, asked, openDetail, onFocus, onPeek }: CardProps) {
  const t = useTranslations();
  const figures = useFigures();
  const materials = useMaterials();
  const [open, setOpen] = useState(false);
  const tiers = pyramidOf(candidate.lines, materials.card);
  const leading = familiesOf(tiers).slice(0, 2);
  const { scores } = candidate;
  const name = leading.map(({ family }) => t(`family.${family}`)).join(' · ') || t('cand.unnamed');
  const title = t('cand.title', { rank: candidate.rank, name });

  return (
    <article
      data-testid="cand-card"
      data-candidate={candidate.id}
      aria-label={title}
      tabIndex={-1}
      onFocus={() => onFocus(candidate.id)}
      className={`sheet flex animate-arrive gap-3.5 p-4 outline-none transition-shadow [content-visibility:auto] [contain-intrinsic-size:auto_260px] ${focused ? 'border-ink shadow-sheet' : ''}`}
    >
      <Blotter tiers={tiers} />
      <div className="min-w-0 flex-1">
        <header className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <h3 className="text-[15px] leading-snug font-semibold">
              <span className="figures mr-1.5 text-ink-3">{candidate.rank}</span>
              {name}
            </h3>
            <p className="mt-0.5 flex flex-wrap gap-x-2 text-caption text-ink-3">
              {asked && candidate.mode !== asked && <Badge>{t('cand.madeIn', { mode: t(`mode.${candidate.mode}`) })}</Badge>}
              {candidate.source !== 'evolved' && <Badge>{t(`source.${candidate.source}`)}</Badge>}
            </p>
          </div>
          <div className="figures text-right leading-none">
            <span className="text-[24px] font-semibold tracking-tight">{Math.round(scores.fit)}</span>
            {scores.fit_sd !== null && <span className="ml-1 text-caption text-ink-3">±{Math.round(scores.fit_sd)}</span>}
            <p className="mt-1 text-micro text-ink-3">{t('cand.fit')}</p>
          </div>
        </header>

        <div className="mt-3">
          <Pyramid tiers={tiers} />
        </div>

        <dl className="figures mt-3 grid grid-cols-3 gap-2 border-t border-line pt-2.5 text-caption">
          <Figure label={t('cand.cost')} value={scores.cost_krw_kg === null ? '–' : `${figures.won(scores.cost_krw_kg)}/kg`} />
          <Figure label={t('cand.longevity')} value={figures.hours(scores.longevity_h)} />
          <Figure label={t('cand.sillage')} value={scores.sillage ? t(`sillage.${scores.sillage}`) : '–'} />
        </dl>

        <button
          type="button"
          onClick={() => onPeek(candidate.id, 'law')}
          className="tap -mx-2 mt-1.5 flex w-[calc(100%+16px)] items-center rounded-[8px] px-2 py-1 text-caption hover:bg-sunken"
        >
          <ComplianceBadge compliance={candidate.compliance} />
          <span className="sr-only">{t('cand.lawNamed', { name: title })}</span>
        </button>

        {candidate.why[0] && <p className="mt-1.5 line-clamp-2 text-caption text-ink-2">{candidate.why[0]}</p>}

        <div className="mt-2.5 border-t border-line pt-1.5">
          <RatingRow candidateId={candidate.id} name={title} open={openDetail} />
        </div>

        <div className="mt-1 -ml-2.5 flex flex-wrap">
          <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronDown aria-hidden="true" className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} />
            {t('cand.lines', { n: candidate.lines.length })}
          </Button>
          <Button look="quiet" onClick={() => onPeek(candidate.id, 'formula')} aria-label={t('cand.openNamed', { name: title })}>
            {t('cand.open')}
          </Button>
        </div>
        {open && <FormulaTable lines={candidate.lines} />}
      </div>
    </article>
  );
});

function Figure({ label, value }: { label: string; value: string }) {
  const t = useTranslations('cand');
  return (
    <div>
      <dt className="text-micro text-ink-3">
        {label} <span className="whitespace-nowrap">· {t('predicted')}</span>
      </dt>
      <dd className="font-medium" title={value === '–' ? t('noData') : undefined}>
        {value}
      </dd>
    </div>
  );
}

function Badge({ children }: { children: string }) {
  return <span className="rounded-full border border-line-2 px-2 text-micro leading-[1.6] text-ink-2">{children}</span>;
}
