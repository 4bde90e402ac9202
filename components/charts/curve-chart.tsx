'use client';
import { memo } from 'react';
import { Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { useFigures } from '../ui/figures.ts';
import { AXIS, ChartBox, niceTicks } from './chart-box.tsx';

const HEIGHT = 200;
/** Weight of the newest point in the smoothed line; the raw points stay, faint, behind it. */
const SMOOTHING = 0.4;

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

export interface CurveLimit {
  readonly y: number;
  readonly label: string;
}

/** One training figure over the iterations: raw faint, smoothed strong, its limit as a dashed line. */
export const CurveChart = memo(function CurveChart({
  title,
  summary,
  points,
  limit,
  columns,
}: {
  title: string;
  summary: string;
  points: readonly CurvePoint[];
  limit?: CurveLimit | undefined;
  columns: { readonly x: string; readonly y: string };
}) {
  const figures = useFigures();
  const rows = smoothed(points);
  const values = [...points.map((point) => point.y), ...(limit ? [limit.y] : [])];
  const ticks = values.length > 0 ? niceTicks(Math.min(...values), Math.max(...values)) : [];
  const digits = ticks.length > 1 ? Math.max(0, -Math.floor(Math.log10((ticks[1] ?? 1) - (ticks[0] ?? 0)))) : 0;
  return (
    <ChartBox
      title={title}
      summary={summary}
      rows={points}
      columns={[
        { label: columns.x, of: (point) => figures.count(point.x) },
        { label: columns.y, of: (point) => figures.decimal(point.y, 4) },
      ]}
    >
      {(width) => (
        <LineChart width={width} height={HEIGHT} data={rows} margin={{ top: 6, right: 8, bottom: 0, left: -12 }} accessibilityLayer={false}>
          <XAxis dataKey="x" type="number" domain={['dataMin', 'dataMax']} allowDecimals={false} {...AXIS} />
          <YAxis
            ticks={ticks}
            domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
            tickFormatter={(value: number) => figures.decimal(value, Math.min(digits, 4))}
            {...AXIS}
            axisLine={false}
          />
          {limit && (
            <ReferenceLine
              y={limit.y}
              stroke="var(--over)"
              strokeDasharray="4 3"
              label={{ value: limit.label, fill: 'var(--ink-3)', fontSize: 11, position: 'insideTopRight' }}
            />
          )}
          <Line dataKey="y" stroke="var(--ink)" strokeOpacity={0.25} strokeWidth={1} dot={false} isAnimationActive={false} />
          <Line dataKey="smooth" stroke="var(--ink)" strokeWidth={1.75} dot={false} isAnimationActive={false} />
        </LineChart>
      )}
    </ChartBox>
  );
});

function smoothed(points: readonly CurvePoint[]): (CurvePoint & { smooth: number })[] {
  let average: number | null = null;
  return points.map((point) => {
    average = average === null ? point.y : average + SMOOTHING * (point.y - average);
    return { ...point, smooth: average };
  });
}
