import { useTranslations } from 'next-intl';
import { FamilyGlyph } from '../ingredient/family-mark.tsx';
import { colourOf } from '../ingredient/palette.ts';
import type { Tier } from './pyramid.ts';

/** Families below this share of the formula are drawn but not named. */
const NAMED_SHARE = 0.06;
const NAMED_PER_TIER = 2;
const DRAWN_SHARE = 0.012;

/** The formula as a paper strip: top notes above, base below, each family a band as tall as its share. An ornament; the pyramid says it in words. */
export function Blotter({ tiers }: { tiers: readonly Tier[] }) {
  return (
    <div aria-hidden="true" className="flex w-3 shrink-0 flex-col overflow-hidden rounded-[4px] border border-line-2 bg-surface">
      {tiers.map((tier) =>
        tier.families
          .filter(drawn)
          .map(({ family, share }) => (
            <div
              key={`${tier.note}-${family}`}
              style={{ flexGrow: share * 100, background: colourOf(family) }}
              className="border-b border-surface last:border-b-0"
            />
          )),
      )}
    </div>
  );
}

function drawn({ share }: { share: number }): boolean {
  return share >= DRAWN_SHARE;
}

/** Top, middle and base in words and bars. */
export function Pyramid({ tiers }: { tiers: readonly Tier[] }) {
  const t = useTranslations();
  return (
    <dl className="figures grid grid-cols-[auto_auto_minmax(56px,88px)_1fr] items-center gap-x-2.5 gap-y-1 text-caption">
      {tiers.map((tier) => (
        <div key={tier.note} className="contents">
          <dt className="text-ink-3">{t(`note.${tier.note}`)}</dt>
          <dd className="w-[4ch] text-right font-medium">{Math.round(tier.share * 100)}%</dd>
          <dd aria-hidden="true" className="h-2 rounded-full bg-surface">
            <span className="flex h-full gap-px overflow-hidden rounded-full" style={{ width: `${Math.max(tier.share * 100, 1)}%` }}>
              {tier.families.filter(drawn).map(({ family, share }) => (
                <span key={family} style={{ flexGrow: share * 100, background: colourOf(family) }} />
              ))}
            </span>
          </dd>
          <dd className="truncate text-ink-2">
            {tier.families
              .filter(({ share }) => share >= NAMED_SHARE)
              .toSorted((a, b) => b.share - a.share)
              .slice(0, NAMED_PER_TIER)
              .map(({ family }) => (
                <span key={family} className="mr-2 whitespace-nowrap">
                  <FamilyGlyph family={family} /> {t(`family.${family}`)}
                </span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
