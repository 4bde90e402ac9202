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
  const { modes, hours, price } = measures;
  const seconds = (value: number | null) => (value === null ? t('noData') : t('seconds', { n: figures.decimal(value, 1) }));
  const days = modes.find(({ stars }) => stars !== null)?.stars?.days;
  return (
    <Panel title={t('title')}>
      <div className="overflow-x-auto">
        <table className="figures w-full min-w-[560px] text-dense">
          <thead>
            <tr className="text-right text-caption text-ink-3">
              <th scope="col" className="py-1 text-left font-normal">
                {t('mode')}
              </th>
              {(['readings', 'p50', 'p95', 'limit', 'cost', 'stars'] as const).map((column) => (
                <th key={column} scope="col" className="py-1 pl-4 font-normal">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {modes.map((row) => (
              <tr key={row.mode} className="border-t border-line text-right whitespace-nowrap">
                <th scope="row" className="py-2 text-left font-medium">
                  {mode(row.mode)}
                </th>
                <td>{t('count', { n: figures.count(row.readings) })}</td>
                <td>{seconds(row.p50S)}</td>
                <td>{seconds(row.p95S)}</td>
                <td>{seconds(row.limitS)}</td>
                <td>{row.costKrw === null ? t('noData') : t('won', { n: figures.decimal(row.costKrw, COST_DIGITS) })}</td>
                <td>
                  {row.stars === null
                    ? t('noData')
                    : t('starsOf', { mean: figures.decimal(row.stars.mean, 1), n: figures.count(row.stars.ratings) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="mt-3 grid gap-0.5 text-caption text-ink-3">
        <li>{t('timeSource', { hours })}</li>
        <li>{price.krwPerSecond === null ? t('noPrice') : t('costSource', { price: figures.decimal(price.krwPerSecond, COST_DIGITS) })}</li>
        {days !== undefined && <li>{t('starsSource', { days })}</li>}
        <li>{t('accuracySource')}</li>
      </ul>
    </Panel>
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
