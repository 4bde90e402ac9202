'use client';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Rating } from '#domain/preference/rating.ts';
import { EVIDENCE_KINDS } from '#domain/preference/rating-kinds.ts';
import { Segment } from '../ui/segment.tsx';
import { CommentBox } from './comment-box.tsx';
import { useRatings } from './use-ratings.ts';

export const STARS = [1, 2, 3, 4, 5] as const;
const AXES = ['brief', 'harmony', 'longevity'] as const;
const TAGS = ['fresh', 'harsh', 'flat', 'heavy', 'natural', 'surprising'] as const;
/** Minutes after application that a perfumer looks at: opening, heart, drydown. */
const MINUTES = [0, 15, 60, 240, 480] as const;

/** One to five, and on demand how it was judged. The number decides the rating; everything else refines it. */
export function RatingRow({ candidateId, name, open }: { candidateId: string; name: string; open: boolean }) {
  const t = useTranslations('rate');
  const ratings = useRatings();
  const kept = ratings.of(candidateId);
  return (
    <div>
      <div className="flex items-center gap-2">
        <Stars
          label={t('label', { name })}
          value={kept?.stars ?? 0}
          word={(stars) => t('stars', { stars })}
          onChange={(stars) => ratings.rate(candidateId, { stars })}
        />
        <span className={`text-caption text-ink-3 ${kept ? '' : 'max-sm:hidden'}`}>{kept ? t(`word.${kept.stars as 1}`) : t('scale')}</span>
      </div>
      {kept && (
        <details open={open} className="group mt-2 rounded-[10px] bg-sunken">
          <summary className="tap flex items-center gap-2 px-3 text-caption text-ink-2">
            <span aria-hidden="true" className="transition-transform group-open:rotate-90">
              ›
            </span>
            {t(`evidence.${kept.evidence}`)}
            {kept.minutes !== null && <span>· {t('minutes', { n: kept.minutes })}</span>}
            {kept.comment && <span className="truncate">· {kept.comment}</span>}
          </summary>
          <Detail kept={kept} onChange={(patch) => ratings.rate(candidateId, { ...patch, stars: kept.stars })} />
        </details>
      )}
    </div>
  );
}

function Detail({
  kept,
  onChange,
}: {
  kept: Omit<Rating, 'candidateId' | 'axes'> & { axes?: Rating['axes'] | undefined };
  onChange: (patch: Partial<Rating>) => void;
}) {
  const t = useTranslations('rate');
  return (
    <div className="grid gap-3 px-3 pt-1 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segment
          label={t('evidenceLabel')}
          value={kept.evidence}
          options={EVIDENCE_KINDS.map((value) => ({ value, label: t(`evidence.${value}`) }))}
          onChange={(evidence) => onChange({ evidence, minutes: evidence === 'screen' ? null : (kept.minutes ?? 0) })}
        />
        {kept.evidence !== 'screen' && (
          <label className="inline-flex items-center gap-2 text-caption text-ink-2">
            {t('minutesLabel')}
            <select
              className="tap rounded-[8px] border border-line-2 bg-surface px-2 text-dense"
              value={kept.minutes ?? 0}
              onChange={(event) => onChange({ minutes: Number(event.target.value) })}
            >
              {MINUTES.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {t('minutes', { n: minutes })}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div className="grid gap-1">
        {AXES.map((axis) => (
          <div key={axis} className="flex items-center gap-2 text-caption">
            <span className="w-20 text-ink-2">{t(`axis.${axis}`)}</span>
            <Stars
              small
              label={t(`axis.${axis}`)}
              value={kept.axes?.[axis] ?? 0}
              word={(stars) => t('stars', { stars })}
              onChange={(stars) => onChange({ axes: { ...kept.axes, [axis]: stars } })}
            />
          </div>
        ))}
      </div>
      <ToggleGroup
        multiple
        aria-label={t('tagsLabel')}
        value={kept.tags}
        onValueChange={(tags: string[]) => onChange({ tags })}
        className="flex flex-wrap gap-1.5"
      >
        {TAGS.map((tag) => (
          <Toggle
            key={tag}
            value={tag}
            className="tap !min-h-8 rounded-full border border-line-2 bg-surface px-3 text-caption text-ink-2 pointer-coarse:!min-h-11 data-pressed:border-ink data-pressed:text-ink"
          >
            {t(`tag.${tag}`)}
          </Toggle>
        ))}
      </ToggleGroup>
      <CommentBox value={kept.comment} onSave={(comment) => onChange({ comment })} />
    </div>
  );
}

function Stars({
  label,
  value,
  word,
  onChange,
  small = false,
}: {
  label: string;
  value: number;
  word: (stars: number) => string;
  onChange: (stars: number) => void;
  small?: boolean;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={value > 0 ? [String(value)] : []}
      onValueChange={(chosen: string[]) => {
        const [next] = chosen;
        if (next !== undefined) onChange(Number(next));
      }}
      className="-ml-1.5 inline-flex"
    >
      {STARS.map((stars) => (
        <Toggle
          key={stars}
          value={String(stars)}
          aria-label={word(stars)}
          className={`group/star inline-flex items-center justify-center rounded-[8px] hover:bg-sunken ${small ? 'size-8 pointer-coarse:size-11' : 'tap'}`}
        >
          <Star
            aria-hidden="true"
            className={`${small ? 'size-4' : 'size-5'} transition-colors ${stars <= value ? 'fill-ink text-ink' : 'text-control group-hover/star:text-ink'}`}
            strokeWidth={1.5}
          />
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
