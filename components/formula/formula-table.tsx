'use client';
import { useTranslations } from 'next-intl';
import type { FormulaLine } from '#domain/formula/formula.ts';
import { FamilyGlyph } from '../ingredient/family-mark.tsx';
import { useMaterials } from '../ingredient/materials.ts';
import { useFigures } from '../ui/figures.ts';

/** The lines of a formula, largest first, neat % of the concentrate. */
export function FormulaTable({
  lines,
  prices,
}: {
  lines: readonly FormulaLine[];
  /** Middle of the price band, won per kg; null = no data. */
  prices?: ReadonlyMap<string, number | null> | undefined;
}) {
  const t = useTranslations();
  const figures = useFigures();
  const materials = useMaterials();
  const largest = Math.max(...lines.map((line) => line.pct));
  return (
    <table className="figures w-full text-caption">
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('formula.material')}</th>
          <th scope="col">{t('formula.note')}</th>
          {prices && <th scope="col">{t('formula.price')}</th>}
          <th scope="col">{t('formula.pct')}</th>
        </tr>
      </thead>
      <tbody>
        {lines
          .toSorted((a, b) => b.pct - a.pct)
          .map((line) => {
            const card = materials.card(line.ingredient);
            const family = materials.familyOf(line.ingredient);
            return (
              <tr key={`${line.ingredient}-${line.cas}`} className="border-t border-line first:border-t-0">
                <td className="py-1.5 pr-2">
                  <span className="flex items-baseline gap-1.5">
                    {family && <FamilyGlyph family={family} />}
                    <span className="min-w-0">
                      {materials.nameOf(line.ingredient)}
                      <span lang="en" className="ml-1.5 text-micro text-ink-3 max-lg:hidden">
                        {card && card.nameKo !== card.name ? line.ingredient : ''}
                      </span>
                    </span>
                  </span>
                </td>
                <td className="py-1.5 pr-2 whitespace-nowrap text-ink-3">{card?.note ? t(`note.${card.note}`) : '–'}</td>
                {prices && (
                  <td className="py-1.5 pr-2 text-right whitespace-nowrap text-ink-3">
                    {figures.won(prices.get(line.ingredient) ?? null)}
                  </td>
                )}
                <td className="w-28 py-1.5">
                  <span className="flex items-center justify-end gap-2">
                    <span aria-hidden="true" className="flex h-1 w-10 justify-end">
                      <span className="h-1 rounded-full bg-control" style={{ width: `${(line.pct / largest) * 100}%` }} />
                    </span>
                    <span className="min-w-[4.6em] text-right font-medium">{figures.pct(line.pct)}</span>
                  </span>
                </td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}
