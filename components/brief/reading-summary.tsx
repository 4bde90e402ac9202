'use client';
import { useTranslations } from 'next-intl';
import { FamilyGlyph } from '../ingredient/family-mark.tsx';
import { sharesOf } from '../ingredient/palette.ts';
import { useFigures } from '../ui/figures.ts';
import type { PartialReading } from './partial-reading.ts';

const NAMED = 5;

/** The reading in one line, once evolution has the stage. */
export function ReadingSummary({ reading }: { reading: PartialReading }) {
  const t = useTranslations();
  const figures = useFigures();
  return (
    <ul className="figures flex flex-wrap items-center gap-x-4 gap-y-1 text-dense">
      {sharesOf(reading.notes_preference ?? {})
        .slice(0, NAMED)
        .map(({ family, share }) => (
          <li key={family} className="whitespace-nowrap">
            <FamilyGlyph family={family} /> {t(`family.${family}`)} <span className="font-medium">{figures.share(share)}</span>
          </li>
        ))}
      {reading.product && <li className="text-ink-2">{t(`product.${reading.product}`)}</li>}
      {reading.season?.map((season) => (
        <li key={season} className="text-ink-2">
          {t(`reading.season.${season}`)}
        </li>
      ))}
    </ul>
  );
}
