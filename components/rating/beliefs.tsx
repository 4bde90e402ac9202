'use client';
import { useTranslations } from 'next-intl';
import { FamilyGlyph } from '../ingredient/family-mark.tsx';
import { useMaterials } from '../ingredient/materials.ts';
import { useFigures } from '../ui/figures.ts';
import type { OwnTaste } from './belief-panel.tsx';

type Belief = NonNullable<OwnTaste['belief']>;

const FAMILIES_SHOWN = 8;
const MATERIALS_SHOWN = 6;

/** Likes and dislikes with their uncertainty; nothing is said to be known that is not. */
export function Beliefs({ belief }: { belief: Belief }) {
  const t = useTranslations('taste');
  const family = useTranslations('family');
  const figures = useFigures();
  const materials = useMaterials();
  const families = belief.families.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect)).slice(0, FAMILIES_SHOWN);
  const top = belief.materials.slice(0, MATERIALS_SHOWN);
  return (
    <>
      <dl className="figures grid grid-cols-2 gap-4 text-dense">
        <div>
          <dt className="text-caption text-ink-3">{t('own')}</dt>
          <dd className="text-title font-semibold">{t('answers', { n: belief.answers })}</dd>
          <dd className="text-micro text-ink-3">{t('everyone', { n: belief.ratings, pairs: belief.pairs })}</dd>
        </div>
        <div>
          <dt className="text-caption text-ink-3">{t('used')}</dt>
          <dd className="text-title font-semibold">{figures.share(belief.gateWeight)}</dd>
          <dd className="text-micro text-ink-3">
            {belief.gateReason
              ? t(`reason.${belief.gateReason}`)
              : belief.accuracy === null
                ? t('unmeasured')
                : t('accuracy', {
                    pct: figures.share(belief.accuracy),
                    brief: belief.briefAccuracy === null ? '–' : figures.share(belief.briefAccuracy),
                  })}
          </dd>
        </div>
      </dl>
      <section>
        <h3 className="mb-1 text-caption text-ink-3">{t('families')}</h3>
        <ul className="grid gap-1">
          {families.map((row) => (
            <Row key={row.family} row={row} largest={Math.max(...families.map(reach))}>
              <FamilyGlyph family={row.family} /> {family(row.family)}
            </Row>
          ))}
        </ul>
        <p className="mt-1 text-micro text-ink-3">{t('familiesNote')}</p>
      </section>
      {top.length > 0 && (
        <section>
          <h3 className="mb-1 text-caption text-ink-3">{t('materials')}</h3>
          <ul className="grid gap-1">
            {top.map((row) => (
              <Row key={row.materialId} row={row} largest={Math.max(...top.map(reach))}>
                {materials.nameOfId(row.materialId)}
              </Row>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface Estimate {
  readonly effect: number;
  readonly sd: number;
  readonly likedProbability: number;
}

function reach({ effect, sd }: Estimate): number {
  return Math.abs(effect) + sd;
}

/** One belief: its effect in stars, a bar from the middle with its uncertainty as a thin line, and how likely it is a liking. */
function Row({ row, largest, children }: { row: Estimate; largest: number; children: React.ReactNode }) {
  const t = useTranslations('taste');
  const figures = useFigures();
  const scale = 50 / Math.max(largest, 1e-6);
  const at = (value: number) => 50 + value * scale;
  const [from, to] = [Math.min(50, at(row.effect)), Math.max(50, at(row.effect))];
  return (
    <li className="figures grid grid-cols-[8.5em_1fr_9em] items-center gap-3 text-dense">
      <span className="truncate">{children}</span>
      <span aria-hidden="true" className="relative h-4">
        <span className="absolute inset-y-0 left-1/2 w-px bg-line-2" />
        <span
          className={`absolute top-1 h-2 rounded-sm ${row.effect >= 0 ? 'bg-accent' : 'border border-control bg-surface'}`}
          style={{ left: `${from}%`, width: `${Math.max(to - from, 0.5)}%` }}
        />
        <span className="absolute top-1/2 h-px bg-ink-3" style={{ left: `${at(row.effect - row.sd)}%`, width: `${2 * row.sd * scale}%` }} />
      </span>
      <span className="text-right text-caption whitespace-nowrap">
        {row.effect >= 0 ? '+' : '−'}
        {figures.decimal(Math.abs(row.effect), 2)} ±{figures.decimal(row.sd, 2)}
        <span className="ml-1.5 text-ink-3">{t('liked', { pct: Math.round(row.likedProbability * 100) })}</span>
      </span>
    </li>
  );
}
