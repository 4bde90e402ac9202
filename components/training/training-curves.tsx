'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useDeferredValue } from 'react';
import { Panel } from '../admin/admin-frame.tsx';
import { useFigures } from '../ui/figures.ts';
import { CURVES, seriesOf } from './figures-of-training.ts';
import { useCurve } from './use-curve.ts';

const CurveChart = dynamic(() => import('../charts/curve-chart.tsx').then((module) => module.CurveChart), {
  ssr: false,
  loading: () => <div className="h-[262px]" />,
});

/** The curves of one training, live while it runs, each under its field's own name. */
export function TrainingCurves({ trainingId }: { trainingId: string }) {
  const t = useTranslations('training');
  const figures = useFigures();
  const { points: newest, status, lost } = useCurve(trainingId);
  const points = useDeferredValue(newest);
  const rollbacks = points.at(-1)?.data.rollbacks;
  return (
    <Panel
      title={t('curves')}
      action={
        <span className="figures text-dense text-ink-2">
          <span data-testid="training-iterations">{t('iterations', { n: newest.length })}</span>
          {typeof rollbacks === 'number' && rollbacks > 0 && ` · ${t('rollbacks', { n: rollbacks })}`}
          {lost && ` · ${t('lost')}`}
        </span>
      }
    >
      {points.length === 0 ? (
        <p className="py-6 text-center text-dense text-ink-3">
          {t(status === 'queued' || status === 'running' ? 'curvesSoon' : 'curvesNone')}
        </p>
      ) : (
        <div className="grid gap-x-8 gap-y-6 md:grid-cols-2 2xl:grid-cols-3">
          {CURVES.map((curve) => {
            const series = seriesOf(points, curve);
            const last = series.at(-1);
            if (!last) return null;
            return (
              <CurveChart
                key={curve.name}
                title={`${t(`curve.${curve.key}.name`)} · ${curve.name}`}
                summary={`${t('now', { value: figures.decimal(last.y, 4) })} ${t(`curve.${curve.key}.hint`)}`}
                points={series}
                limit={'limit' in curve ? { y: curve.limit, label: t('limit') } : undefined}
                columns={{ x: t('iteration'), y: t(`curve.${curve.key}.name`) }}
              />
            );
          })}
        </div>
      )}
    </Panel>
  );
}
