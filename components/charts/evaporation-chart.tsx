'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Area, AreaChart, XAxis, YAxis } from 'recharts';
import { FAMILIES } from '#domain/ingredient/family.ts';
import type { OdourMoment } from '#domain/odour/formula-odour.ts';
import { useMaterials } from '../ingredient/materials.ts';
import { COLOUR_GROUPS, type ColourGroup, GLYPH, groupOf } from '../ingredient/palette.ts';
import { useFigures } from '../ui/figures.ts';
import { AXIS, CHART_HEIGHT, ChartBox } from './chart-box.tsx';

const MOST_GROUPS = 7;
const MINUTE_S = 60;
const HOUR_S = 3600;
const TICKS_S = [MINUTE_S, 10 * MINUTE_S, HOUR_S, 4 * HOUR_S, 24 * HOUR_S];

type Band = ColourGroup | 'rest';
type Moment = {
  readonly t: number;
  readonly total: number;
  readonly strongest: string | null;
  readonly bands: Partial<Record<Band, number>>;
};

/** What is smelt over a day, by family, on a log scale of time; tenacious families at the bottom. */
export const EvaporationChart = memo(function EvaporationChart({ curve }: { curve: readonly OdourMoment[] }) {
  const t = useTranslations();
  const figures = useFigures();
  const materials = useMaterials();
  const { moments, bands } = bandsOf(curve);
  const clock = (s: number) => (s < HOUR_S ? t('chart.minutes', { n: Math.round(s / MINUTE_S) }) : t('chart.hours', { n: s / HOUR_S }));
  const nameOf = (band: Band) => (band === 'rest' ? t('chart.rest') : t(`group.${band}`));
  const opening = moments.find((moment) => moment.t >= 5 * MINUTE_S);
  const late = moments.find((moment) => moment.t >= 4 * HOUR_S);
  const strongest = (moment: Moment | undefined) => (moment?.strongest ? materials.nameOf(moment.strongest) : '–');
  return (
    <div>
      <ChartBox
        title={t('chart.evaporation')}
        summary={t('chart.evaporationSummary', { early: strongest(opening), late: strongest(late) })}
        rows={moments}
        columns={[
          { label: t('chart.time'), of: (moment) => clock(moment.t) },
          { label: t('chart.intensity'), of: (moment) => figures.decimal(moment.total, 1) },
          ...bands.map((band) => ({ label: nameOf(band), of: (moment: Moment) => figures.decimal(moment.bands[band] ?? 0, 1) })),
        ]}
      >
        {(width) => (
          <AreaChart
            width={width}
            height={CHART_HEIGHT}
            data={moments}
            margin={{ top: 6, right: 12, bottom: 0, left: -22 }}
            accessibilityLayer={false}
          >
            <XAxis
              dataKey="t"
              type="number"
              scale="log"
              domain={[MINUTE_S, 24 * HOUR_S]}
              allowDataOverflow
              ticks={TICKS_S}
              tickFormatter={clock}
              {...AXIS}
            />
            <YAxis domain={[0, 'auto']} {...AXIS} axisLine={false} />
            {bands.toReversed().map((band) => (
              <Area
                key={band}
                dataKey={(moment: Moment) => moment.bands[band] ?? 0}
                stackId="smell"
                stroke="var(--surface)"
                strokeWidth={1}
                fill={band === 'rest' ? 'var(--line-2)' : `var(--family-${band})`}
                fillOpacity={1}
                isAnimationActive={false}
              />
            ))}
          </AreaChart>
        )}
      </ChartBox>
      <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-caption text-ink-2">
        {bands.map((band) => (
          <li key={band} className="whitespace-nowrap">
            {band !== 'rest' && (
              <span aria-hidden="true" className="mr-1" style={{ color: `var(--family-${band})` }}>
                {GLYPH[band]}
              </span>
            )}
            {nameOf(band)}
          </li>
        ))}
      </ul>
    </div>
  );
});

/** Intensity split over the colour groups by their shares; groups beyond MOST_GROUPS fold into one. */
function bandsOf(curve: readonly OdourMoment[]): { moments: Moment[]; bands: Band[] } {
  const split = curve.map((moment) => {
    const groups: Partial<Record<ColourGroup, number>> = {};
    for (const family of FAMILIES) {
      const share = moment.families[family] ?? 0;
      const group = groupOf(family);
      if (share > 0) groups[group] = (groups[group] ?? 0) + share * moment.intensity_total;
    }
    return { t: moment.t_s, total: moment.intensity_total, strongest: moment.strongest, groups };
  });
  const weight = (group: ColourGroup) => split.reduce((sum, { groups }) => sum + (groups[group] ?? 0), 0);
  const present = COLOUR_GROUPS.filter((group) => weight(group) > 0);
  const kept = present.toSorted((a, b) => weight(b) - weight(a)).slice(0, MOST_GROUPS);
  const bands: Band[] = [...present.filter((group) => kept.includes(group)), ...(present.length > kept.length ? (['rest'] as const) : [])];
  const moments = split.map(({ groups, ...moment }) => {
    const rest = present.filter((group) => !kept.includes(group)).reduce((sum, group) => sum + (groups[group] ?? 0), 0);
    return { ...moment, bands: { ...Object.fromEntries(kept.map((group) => [group, groups[group] ?? 0])), ...(rest > 0 ? { rest } : {}) } };
  });
  return { moments, bands };
}
