'use client';
import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CheckResult, CheckRow } from '#domain/regulation/check.ts';
import { useMaterials } from '../ingredient/materials.ts';
import { useFigures } from '../ui/figures.ts';

/** Every standard the formula touches with its number and its source, what must be declared, and what could not be checked. */
export function ComplianceSheet({ verdict }: { verdict: CheckResult }) {
  const t = useTranslations('law');
  const figures = useFigures();
  const materials = useMaterials();
  const declared = verdict.allergens.filter((allergen) => allergen.declare);
  return (
    <div className="grid gap-6">
      <p className="text-dense">
        <span className="font-semibold">{verdict.ok ? t(`within.${verdict.market}`) : t('over')}</span>
        <span className="figures text-ink-2">
          {' '}
          · {t('judgedAs', { category: verdict.category, dose: figures.decimal(verdict.dose_pct, 1) })} ·{' '}
          {t('maxDose', { pct: figures.decimal(verdict.max_dose_pct, 1) })}
        </span>
      </p>
      <ul className="grid gap-3.5">
        {verdict.results.map((row) => (
          <Standard key={`${row.source}-${row.standard}-${row.ifra_id ?? ''}-${row.kind}`} row={row} />
        ))}
      </ul>
      {declared.length > 0 && (
        <section>
          <h3 className="mb-1 text-caption text-ink-3">{t('allergens', { n: declared.length })}</h3>
          <ul className="figures grid gap-0.5 text-caption sm:grid-cols-2 sm:gap-x-6">
            {declared.map((allergen) => (
              <li key={`${allergen.list}-${allergen.inci}`} className="flex justify-between gap-3 border-b border-line py-1">
                <span>{allergen.name_ko}</span>
                <span className="text-ink-2">{figures.pct(allergen.pct)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {verdict.unchecked.length > 0 && (
        <section>
          <h3 className="mb-1 text-caption text-ink-3">{t('unchecked', { n: verdict.unchecked.length })}</h3>
          <ul className="grid gap-1.5 text-caption text-ink-2">
            {verdict.unchecked.map(({ ingredient, reason }) => (
              <li key={ingredient}>
                <span className="font-medium text-ink">{materials.nameOf(ingredient)}</span> {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      {verdict.warnings.length > 0 && (
        <ul className="grid list-disc gap-1 border-t border-line pt-3 pl-5 text-caption text-ink-2">
          {verdict.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Standard({ row }: { row: CheckRow }) {
  const t = useTranslations('law');
  const figures = useFigures();
  const materials = useMaterials();
  const Icon = row.ok ? Check : X;
  return (
    <li className="figures">
      <div className="flex items-baseline gap-2 text-dense">
        <Icon
          aria-label={t(row.ok ? 'rowOk' : 'rowOver')}
          className={`size-4 shrink-0 translate-y-0.5 ${row.ok ? 'text-ok' : 'text-over'}`}
          strokeWidth={2.5}
        />
        <span className="min-w-0 flex-1 font-medium" lang="en">
          {row.standard.replaceAll('_', ' ')}
        </span>
        <span className="shrink-0 text-caption text-ink-2">
          {figures.pct(row.total_pct)}
          {row.limit_pct !== null && ` / ${figures.pct(row.limit_pct)}`}
        </span>
      </div>
      <div aria-hidden="true" className="mt-1 ml-6 h-1 overflow-hidden rounded-full bg-sunken">
        <div
          className={`h-full origin-left ${row.ok ? 'bg-control' : 'bg-over'}`}
          style={{ transform: `scaleX(${Math.min(1, row.ratio)})` }}
        />
      </div>
      <p className="mt-0.5 ml-6 text-micro text-ink-3">
        {row.source === 'ifra' && row.ifra_id ? row.ifra_id : t(`source.${row.source}`)} · {t('used', { pct: Math.round(row.ratio * 100) })}{' '}
        · {row.lines.map((line) => materials.nameOf(line.ingredient)).join(', ')}
      </p>
    </li>
  );
}
