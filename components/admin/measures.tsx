'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { LADDER_REASONS } from '#domain/ladder/decide.ts';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useFigures } from '../ui/figures.ts';
import { Panel } from './admin-frame.tsx';
import { AnswerState } from './answer-state.tsx';

const REFRESH_MS = 10_000;
/** A won is the smallest coin, but a reading costs less than one. */
const COST_DIGITS = 2;

type Figures = ApiOutputs['admin']['measures'];

export function useMeasures() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.admin.measures.queryOptions(), refetchInterval: REFRESH_MS });
}

/** What readings take, cost and are worth, each figure with where it comes from; what was not measured says so. */
export function Measures() {
  const measures = useMeasures();
  if (!measures.data) return <AnswerState error={measures.error} onRetry={() => void measures.refetch()} />;
  return (
    <>
      <ByMode measures={measures.data} />
      <Downshifts measures={measures.data} />
    </>
  );
}

function ByMode({ measures }: { measures: Figures }) {
  const t = useTranslations('admin.measures');
  const mode = useTranslations('mode');
  const figures = useFigures();
  const { modes, hours, price, accuracy } = measures;
  const seconds = (value: number | null) => (value === null ? t('noData') : t('seconds', { n: figures.decimal(value, 1) }));
  const days = modes.find(({ stars }) => stars !== null)?.stars?.days;
  return (
    <Panel title={t('title')}>
      <ul className="figures text-dense">
        {modes.map((row) => (
          <li key={row.mode} className="grid gap-x-4 gap-y-1 border-t border-line py-2.5 first:border-t-0 sm:grid-cols-[5em_minmax(0,1fr)]">
            <h3 className="font-medium">{mode(row.mode)}</h3>
            <dl className="grid grid-cols-3 gap-x-4 gap-y-1.5 lg:grid-cols-6">
              <Figure name={t('readings')}>{t('count', { n: figures.count(row.readings) })}</Figure>
              <Figure name={t('p50')}>{seconds(row.p50S)}</Figure>
              <Figure name={t('p95')}>{seconds(row.p95S)}</Figure>
              <Figure name={t('limit')}>{seconds(row.limitS)}</Figure>
              <Figure name={t('cost')}>
                {row.costKrw === null ? t('noData') : t('won', { n: figures.decimal(row.costKrw, COST_DIGITS) })}
              </Figure>
              <Figure name={t('stars')}>
                {row.stars === null
                  ? t('noData')
                  : t('starsOf', { mean: figures.decimal(row.stars.mean, 1), n: figures.count(row.stars.ratings) })}
              </Figure>
            </dl>
          </li>
        ))}
      </ul>
      <ul className="mt-3 grid gap-0.5 text-caption text-ink-3">
        <li>{t('timeSource', { hours })}</li>
        <li>{price.krwPerSecond === null ? t('noPrice') : t('costSource', { price: figures.decimal(price.krwPerSecond, COST_DIGITS) })}</li>
        {days !== undefined && <li>{t('starsSource', { days })}</li>}
        <li>
          {accuracy.assertions === null || accuracy.wholeBriefs === null
            ? t('noAccuracy')
            : t('accuracy', {
                assertions: figures.decimal(accuracy.assertions * 100, 1),
                whole: figures.decimal(accuracy.wholeBriefs * 100, 1),
              })}
        </li>
      </ul>
    </Panel>
  );
}

function Figure({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-caption text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Downshifts({ measures: { downshifts, hours } }: { measures: Figures }) {
  const t = useTranslations('admin.measures');
  const mode = useTranslations('mode');
  const cause = useTranslations('degraded.cause');
  const figures = useFigures();
  const modeWord = (name: string) => (name === 'fast' || name === 'balanced' || name === 'creative' ? mode(name) : mode('emergency'));
  return (
    <Panel title={t('downshifts')}>
      {downshifts.length === 0 ? (
        <p className="text-dense text-ink-3">{t('noDownshifts', { hours })}</p>
      ) : (
        <>
          <ul className="figures text-dense">
            {downshifts.map(({ requested, to, reason, count }) => {
              const known = LADDER_REASONS.find((one) => one === reason);
              return (
                <li key={`${requested} ${to} ${reason}`} className="flex flex-wrap gap-x-4 border-t border-line py-2 first:border-t-0">
                  <span className="min-w-[8em] font-medium">
                    {modeWord(requested)} → {modeWord(to)}
                  </span>
                  <span className="min-w-0 flex-1 text-ink-2">{known ? cause(known) : reason}</span>
                  <span>{t('count', { n: figures.count(count) })}</span>
                </li>
              );
            })}
          </ul>
          <p className="mt-3 text-caption text-ink-3">{t('downshiftsSource', { hours })}</p>
        </>
      )}
    </Panel>
  );
}
