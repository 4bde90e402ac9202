'use client';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface Column<Row> {
  readonly label: string;
  readonly of: (row: Row) => string;
}

/** Rows a table shows at most; a longer series is thinned evenly, the last row always stays. */
const TABLE_ROWS = 60;

/** A chart with its sentence and the same numbers as a table. */
export function ChartBox<Row>({
  title,
  summary,
  rows,
  columns,
  children,
}: {
  title: string;
  summary: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** Draws the chart at a width; asked only while the box is in view. */
  children: (width: number) => ReactNode;
}) {
  const t = useTranslations('chart');
  const [table, setTable] = useState(false);
  const id = useId();
  const step = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
  const shown = rows.filter((_, index) => (rows.length - 1 - index) % step === 0);
  return (
    <figure aria-labelledby={`${id}-title`} className="min-w-0">
      <figcaption className="mb-1 flex min-h-9 items-center gap-2">
        <span id={`${id}-title`} className="flex-1 text-caption font-medium text-ink-2">
          {title}
        </span>
        <button
          type="button"
          aria-pressed={table}
          onClick={() => setTable(!table)}
          className="tap rounded-[8px] px-2 text-micro text-ink-3 underline-offset-4 hover:text-ink hover:underline"
        >
          {table ? t('asChart') : t('asTable')}
        </button>
      </figcaption>
      {table ? (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={title}
          className="h-[200px] overflow-auto"
        >
          <table className="figures w-full text-caption">
            <thead className="sticky top-0 bg-surface">
              <tr>
                {columns.map((column) => (
                  <th
                    key={column.label}
                    scope="col"
                    className="border-b border-line py-1 pr-2 text-right font-medium text-ink-3 first:text-left"
                  >
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={columns.map((column) => column.of(row)).join('|')}>
                  {columns.map((column) => (
                    <td key={column.label} className="py-0.5 pr-2 text-right first:text-left">
                      {column.of(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <Sized>{children}</Sized>
      )}
      <p className="mt-1 text-micro text-ink-3">{summary}</p>
    </figure>
  );
}

export const CHART_HEIGHT = 200;

/** A hidden box has no width: nothing is drawn in it until it is shown. */
function Sized({ children }: { children: (width: number) => ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className="h-[200px]">
      {width > 0 && children(width)}
    </div>
  );
}

/** Round numbers between two values, at most six. */
export function niceTicks(low: number, high: number): number[] {
  const rough = Math.max(high - low, 1e-9) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

export const AXIS = { stroke: 'var(--line-2)', tick: { fill: 'var(--ink-3)', fontSize: 11 }, tickLine: false } as const;
