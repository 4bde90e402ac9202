import { useTranslations } from 'next-intl';
import type { Family } from '#domain/ingredient/family.ts';
import { colourOf, GLYPH, groupOf } from './palette.ts';

/** A family's glyph in its colour. Stands on `surface` only, always beside its name. */
export function FamilyGlyph({ family }: { family: Family }) {
  return (
    <span aria-hidden="true" className="inline-block w-[1.1em] text-center leading-none" style={{ color: colourOf(family) }}>
      {GLYPH[groupOf(family)]}
    </span>
  );
}

export function FamilyName({ family }: { family: Family }) {
  const t = useTranslations('family');
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <FamilyGlyph family={family} />
      {t(family)}
    </span>
  );
}
