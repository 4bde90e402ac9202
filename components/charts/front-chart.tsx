'use client';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import type { RunCandidate } from '#domain/run/fold-run.ts';
import { useFigures } from '../ui/figures.ts';
import { AXIS, CHART_HEIGHT, ChartBox, niceTicks } from './chart-box.tsx';

/** Candidates by price and fit. Those whose price is not known are left out, and the sentence says how many. */
export const FrontChart = memo(function FrontChart({
  candidates,
  focusedId,
  onPeek,
}: {
  candidates: readonly RunCandidate[];
  focusedId: string | null;
  onPeek: (id: string) => void;
}) {
  const t = useTranslations('chart');
  const figures = useFigures();
  const rows = candidates.flatMap(({ id, rank, scores }) =>
    scores.cost_krw_kg === null ? [] : [{ id, rank, cost: scores.cost_krw_kg, fit: scores.fit }],
  );
  const costs = ticksOf(rows.map((row) => row.cost));
  const fits = ticksOf(rows.map((row) => row.fit));
  const unknown = candidates.length - rows.length;
  return (
    <ChartBox
      title={t('front')}
      summary={
        rows.length === 0
          ? t('frontNone')
          : `${t('frontSummary', { n: rows.length })}${unknown > 0 ? ` ${t('frontUnknown', { n: unknown })}` : ''}`
      }
      rows={rows}
      columns={[
        { label: t('candidate'), of: (row) => String(row.rank) },
        { label: t('fit'), of: (row) => figures.decimal(row.fit, 1) },
        { label: t('cost'), of: (row) => figures.won(row.cost) },
      ]}
    >
      {(width) => (
        <ScatterChart width={width} height={CHART_HEIGHT} margin={{ top: 6, right: 12, bottom: 0, left: -18 }} accessibilityLayer={false}>
          <XAxis
            dataKey="cost"
            type="number"
            ticks={costs}
            domain={[costs[0] ?? 0, costs.at(-1) ?? 1]}
            tickFormatter={(value: number) => figures.compact(value)}
            {...AXIS}
          />
          <YAxis dataKey="fit" type="number" ticks={fits} domain={[fits[0] ?? 0, fits.at(-1) ?? 1]} {...AXIS} axisLine={false} />
          <Scatter
            data={rows}
            isAnimationActive={false}
            shape={({ cx, cy, payload }: { cx?: number | undefined; cy?: number | undefined; payload?: (typeof rows)[number] }) => {
              if (cx === undefined || cy === undefined) return <g />;
              const on = payload?.id === focusedId;
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the card's own button opens the same panel
                <g onClick={() => payload && onPeek(payload.id)} style={{ cursor: 'pointer' }}>
                  <circle cx={cx} cy={cy} r={10} fill={on ? 'var(--ink)' : 'var(--surface)'} stroke="var(--ink)" strokeWidth={1.25} />
                  <text
                    x={cx}
                    y={cy}
                    dy="0.35em"
                    textAnchor="middle"
                    fontSize={10.5}
                    fontWeight={600}
                    fill={on ? 'var(--surface)' : 'var(--ink)'}
                  >
                    {payload?.rank}
                  </text>
                </g>
              );
            }}
          />
        </ScatterChart>
      )}
    </ChartBox>
  );
});

function ticksOf(values: readonly number[]): number[] {
  return values.length === 0 ? [] : niceTicks(Math.min(...values), Math.max(...values));
}
