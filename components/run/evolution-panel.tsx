'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useDeferredValue } from 'react';
import { useFigures } from '../ui/figures.ts';
import { ConnectionDot } from './connection-dot.tsx';
import { useRunState } from './use-run.ts';

const box = () => <div className="h-[244px]" />;
const ConvergenceChart = dynamic(() => import('../charts/convergence-chart.tsx').then((module) => module.ConvergenceChart), {
  ssr: false,
  loading: box,
});
const FrontChart = dynamic(() => import('../charts/front-chart.tsx').then((module) => module.FrontChart), { ssr: false, loading: box });

/** The evolution at work: where it is, how fast, how far it has come. */
export function EvolutionPanel({ focusedId, onPeek }: { focusedId: string | null; onPeek: (id: string) => void }) {
  const t = useTranslations('evolve');
  const figures = useFigures();
  const progress = useRunState((run) => run.progress);
  const over = useRunState((run) => run.end !== null);
  const history = useDeferredValue(useRunState((run) => run.history));
  const candidates = useDeferredValue(useRunState((run) => run.candidates));
  return (
    <section aria-labelledby="evolve-title" aria-busy={!over} className="sheet p-5">
      <header className="mb-3 flex items-center gap-3">
        <h2 id="evolve-title" className="flex-1 text-[17px] font-semibold">
          {t('title')}
        </h2>
        <ConnectionDot />
      </header>
      {progress ? (
        <>
          <div className="figures flex flex-wrap items-end gap-x-8 gap-y-3">
            <div>
              <p className="text-caption text-ink-3">{t('generation')}</p>
              <p className="text-figure font-semibold tracking-tight">
                <span data-testid="gen-counter">{progress.total}</span>
                <span className="ml-2 text-caption font-normal tracking-normal text-ink-3">
                  {t('round', { round: progress.round, rounds: progress.rounds, gen: progress.gen, of: progress.of })}
                </span>
              </p>
            </div>
            <dl className="grid grow grid-cols-2 gap-x-6 gap-y-2 text-dense sm:grid-cols-4">
              <Stat label={t('best')} value={figures.decimal(progress.best, 1)} />
              <Stat label={t('evals')} value={figures.count(progress.evals)} />
              <Stat label={t('speed')} value={t('perSecond', { n: figures.count(progress.evalsPerS) })} />
              <Stat label={t('feasible')} value={`${figures.count(progress.feasiblePct)} %`} />
            </dl>
          </div>
          <div
            role="progressbar"
            aria-label={t('progress')}
            aria-valuemin={0}
            aria-valuemax={progress.of}
            aria-valuenow={progress.gen}
            className="mt-3 h-1 overflow-hidden rounded-full bg-sunken"
          >
            <div
              className="h-full origin-left rounded-full bg-accent transition-transform duration-300"
              style={{ transform: `scaleX(${over ? 1 : progress.gen / progress.of})` }}
            />
          </div>
          <div className="mt-5 grid gap-6 xl:grid-cols-[3fr_2fr]">
            <ConvergenceChart history={history} />
            <FrontChart candidates={candidates} focusedId={focusedId} onPeek={onPeek} />
          </div>
        </>
      ) : (
        <p className="py-6 text-center text-dense text-ink-3">{t(over ? 'never' : 'soon')}</p>
      )}
    </section>
  );
}

function Stat({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-micro text-ink-3">{label}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}
