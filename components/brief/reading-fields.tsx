'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { dosePctOf } from '#domain/brief/product.ts';
import { FamilyGlyph, FamilyName } from '../ingredient/family-mark.tsx';
import { useMaterials } from '../ingredient/materials.ts';
import { colourOf, sharesOf } from '../ingredient/palette.ts';
import { useRunState } from '../run/use-run.ts';
import { useFigures } from '../ui/figures.ts';
import { type PartialReading, wordsFor } from './partial-reading.ts';

type RowPath = Parameters<ReturnType<typeof useTranslations<'reading.field'>>>[0];

/** The fields of a reading as they become known, each with the words of the brief that led to it. */
export function ReadingFields({ reading, busy }: { reading: PartialReading; busy: boolean }) {
  const t = useTranslations();
  const locale = useLocale();
  const figures = useFigures();
  const materials = useMaterials();
  const run = useRunState((state) => state);
  const shares = sharesOf(reading.notes_preference ?? {});
  const material = (id: string) => <span key={id}>{materials.nameOfId(id)}</span>;
  const row = (path: RowPath, value: ReactNode, ready: boolean) => (
    <Row key={path} label={t(`reading.field.${path}`)} words={wordsFor(run, path)} ready={ready} busy={busy}>
      {value}
    </Row>
  );
  const list = (items: readonly ReactNode[] | undefined) => (items && items.length > 0 ? <Chips>{items}</Chips> : null);
  const { product, concentration, ifra_category } = reading;
  const dose =
    product && concentration !== undefined && reading.concentration_pct !== undefined
      ? dosePctOf({ product, concentration, concentration_pct: reading.concentration_pct })
      : null;
  const optional: ReactNode[] = [
    reading.mood?.length
      ? row('mood', list(moodsOf(reading.mood, wordsFor(run, 'mood'), locale).map((word) => <span key={word}>{word}</span>)), true)
      : null,
    reading.include_ingredients?.length ? row('include_ingredients', list(reading.include_ingredients.map(material)), true) : null,
    reading.reduce_families?.length
      ? row('reduce_families', list(reading.reduce_families.map((family) => <FamilyName key={family} family={family} />)), true)
      : null,
    reading.exclude_families?.length || reading.exclude_ingredients?.length
      ? row(
          'exclude_families',
          list([
            ...(reading.exclude_families ?? []).map((family) => <FamilyName key={family} family={family} />),
            ...(reading.exclude_ingredients ?? []).map(material),
          ]),
          true,
        )
      : null,
    reading.season?.length || reading.occasion?.length || reading.wearer
      ? row(
          'season',
          list([
            ...(reading.season ?? []).map((one) => <span key={one}>{t(`reading.season.${one}`)}</span>),
            ...(reading.occasion ?? []).map((one) => <span key={one}>{t(`reading.occasion.${one}`)}</span>),
            ...(reading.wearer ? [<span key="wearer">{t(`reading.wearer.${reading.wearer}`)}</span>] : []),
          ]),
          true,
        )
      : null,
    reading.cost_cap
      ? row(
          'cost_cap',
          t('reading.cap', { value: `₩${figures.count(reading.cost_cap.value)}`, unit: reading.cost_cap.unit.slice(4) }),
          true,
        )
      : null,
    reading.longevity_hours_min || reading.sillage
      ? row(
          'longevity_hours_min',
          list([
            ...(reading.longevity_hours_min
              ? [<span key="h">{t('reading.atLeast', { hours: figures.hours(reading.longevity_hours_min) })}</span>]
              : []),
            ...(reading.sillage ? [<span key="s">{t('reading.sillageIs', { value: t(`sillage.${reading.sillage}`) })}</span>] : []),
          ]),
          true,
        )
      : null,
    reading.prefer && Object.values(reading.prefer).some(Boolean)
      ? row(
          'prefer',
          list(
            (['natural', 'minimise_allergens', 'novelty'] as const)
              .filter((key) => reading.prefer?.[key])
              .map((key) => <span key={key}>{t(`reading.prefer.${key}`)}</span>),
          ),
          true,
        )
      : null,
    reading.reference ? row('reference', reading.reference.description, true) : null,
  ];
  return (
    <dl lang={locale} className="grid gap-x-8 gap-y-0 xl:grid-cols-2">
      <div className="xl:col-span-2">
        <Row
          label={t('reading.field.notes_preference')}
          words={wordsFor(run, 'notes_preference')}
          ready={shares.length > 0}
          busy={busy}
          tall
        >
          <ul className="grid gap-x-8 gap-y-1.5 sm:grid-cols-2">
            {shares.map(({ family, share }) => (
              <li key={family} className="figures flex items-center gap-2">
                <span className="w-[5.5em] shrink-0 text-dense">
                  <FamilyGlyph family={family} /> {t(`family.${family}`)}
                </span>
                <span aria-hidden="true" className="h-2 grow overflow-hidden rounded-full bg-sunken">
                  <span
                    className="block h-full origin-left rounded-full transition-transform duration-500"
                    style={{ transform: `scaleX(${share})`, background: colourOf(family) }}
                  />
                </span>
                <span className="w-[3.2em] text-right text-dense font-medium">{figures.share(share)}</span>
              </li>
            ))}
          </ul>
        </Row>
      </div>
      {row('style', reading.style ? t(`style.${reading.style}`) : null, reading.style !== undefined)}
      {row('intensity', reading.intensity !== undefined ? <Level value={reading.intensity} /> : null, reading.intensity !== undefined)}
      {row(
        'product',
        product ? (
          <>
            {t(`product.${product}`)}
            {dose !== null && (
              <span className="text-ink-3">
                {' '}
                · {t('reading.dose', { pct: figures.decimal(dose, dose % 1 === 0 ? 0 : 1), category: ifra_category ?? '' })}
              </span>
            )}
          </>
        ) : null,
        product !== undefined,
      )}
      {row('complexity', reading.complexity !== undefined ? <Level value={reading.complexity} /> : null, reading.complexity !== undefined)}
      {optional}
    </dl>
  );
}

function Row({
  label,
  words,
  ready,
  busy,
  tall = false,
  children,
}: {
  label: string;
  words: readonly string[];
  ready: boolean;
  busy: boolean;
  tall?: boolean;
  children: ReactNode;
}) {
  if (!ready && !busy) return null;
  return (
    <div className="grid grid-cols-[88px_1fr] items-baseline gap-3 border-t border-line py-2.5 text-dense">
      <dt className="text-caption text-ink-3">{label}</dt>
      <dd className="min-w-0">
        {ready ? (
          <div className="animate-arrive">
            {children}
            {words.length > 0 && <p className="mt-1 text-micro text-ink-3">{words.map((word) => `“${word}”`).join(' ')}</p>}
          </div>
        ) : (
          <span aria-hidden="true" className={`block animate-breathe rounded-[6px] bg-sunken ${tall ? 'h-16' : 'h-5 w-32'}`} />
        )}
      </dd>
    </div>
  );
}

function Chips({ children }: { children: readonly ReactNode[] }) {
  return <span className="flex flex-wrap gap-x-3 gap-y-1">{children}</span>;
}

/** Moods are kept as plain words of either language; a Korean reader sees the brief's own words for the English ones. */
function moodsOf(moods: readonly string[], words: readonly string[], locale: string): readonly string[] {
  return locale === 'ko' && words.length > 0 && moods.every((mood) => /^[\x20-\x7e]*$/.test(mood)) ? words : moods;
}

/** 0–1 as five dots and words a perfumer uses. */
function Level({ value }: { value: number }) {
  const t = useTranslations('reading.level');
  const filled = Math.max(1, Math.round(value * 5));
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className="inline-flex gap-1">
        {[1, 2, 3, 4, 5].map((step) => (
          <span key={step} className={`size-2 rounded-full ${step <= filled ? 'bg-ink' : 'bg-line-2'}`} />
        ))}
      </span>
      {t('of', { n: filled })}
    </span>
  );
}
