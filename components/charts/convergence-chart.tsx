'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Area, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { GenerationPoint } from '#domain/run/fold-run.ts';
import { useFigures } from '../ui/figures.ts';
import { AXIS, CHART_HEIGHT, ChartBox, niceTicks } from './chart-box.tsx';

/** Best, median and the middle half of the population over the generations; rounds are marked. Nothing is animated. */
export const ConvergenceChart = memo(function ConvergenceChart({ history }: { history: readonly GenerationPoint[] }) {
  const t = useTranslations('chart');
  const figures = useFigures();
  const rows = history.map((point) => ({ ...point, middle: [point.p25, point.p75] as const }));
  const last = history.at(-1);
  const lowest = Math.min(...history.map((point) => Math.min(point.p25, point.median)));
  const highest = Math.max(...history.map((point) => point.best));
  const ticks = niceTicks(lowest, highest);
  const [from, to] = [history[0]?.total ?? 0, last?.total ?? 0];
  const generations = niceTicks(from, to).filter((tick) => tick >= from && tick <= to);
  const rounds = history.filter((point, index) => index > 0 && point.round !== history[index - 1]?.round);
  return (
    <ChartBox
      title={t('convergence')}
      summary={
        last
          ? t('convergenceSummary', { best: figures.decimal(last.best, 1), median: figures.decimal(last.median, 1), gen: last.total })
          : ''
      }
      rows={history}
      columns={[
        { label: t('generation'), of: (point) => figures.count(point.total) },
        { label: t('best'), of: (point) => figures.decimal(point.best, 2) },
        { label: t('median'), of: (point) => figures.decimal(point.median, 2) },
        { label: t('middleHalf'), of: (point) => `${figures.decimal(point.p25, 1)}–${figures.decimal(point.p75, 1)}` },
        { label: t('diversity'), of: (point) => figures.decimal(point.diversity, 2) },
      ]}
    >
      {(width) => (
        <ComposedChart
          width={width}
          height={CHART_HEIGHT}
          data={rows}
          margin={{ top: 6, right: 6, bottom: 0, left: -18 }}
          accessibilityLayer={false}
        >
          <XAxis dataKey="total" type="number" domain={['dataMin', 'dataMax']} ticks={generations} {...AXIS} />
          <YAxis ticks={ticks} domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]} {...AXIS} axisLine={false} />
          {rounds.map((point) => (
            <ReferenceLine key={point.total} x={point.total} stroke="var(--line-2)" strokeDasharray="2 3" />
          ))}
          <Area dataKey="middle" stroke="none" fill="var(--accent)" fillOpacity={0.13} isAnimationActive={false} />
          <Line dataKey="median" stroke="var(--control)" strokeWidth={1.25} dot={false} isAnimationActive={false} />
          <Line dataKey="best" type="stepAfter" stroke="var(--ink)" strokeWidth={1.75} dot={false} isAnimationActive={false} />
        </ComposedChart>
      )}
    </ChartBox>
  );
});
