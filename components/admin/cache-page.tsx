'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useFigures } from '../ui/figures.ts';
import { PageTitle, Panel, Tile } from './admin-frame.tsx';
import { AnswerState } from './answer-state.tsx';
import { ConfigEditor } from './config-editor.tsx';
import { CACHE_GROUPS } from './config-fields.ts';
import { useMayOperate } from './may-operate.ts';
import { useMeasures } from './measures.tsx';
import { PurgeCache } from './purge-cache.tsx';

const REFRESH_MS = 10_000;

export function CachePage() {
  const t = useTranslations('admin');
  const trpc = useTRPC();
  const mayOperate = useMayOperate();
  const cache = useQuery({ ...trpc.admin.cache.read.queryOptions(), refetchInterval: REFRESH_MS });
  return (
    <>
      <PageTitle title={t('page.cache')} lead={t('cache.lead')} />
      {cache.data ? <Contents cache={cache.data} /> : <AnswerState error={cache.error} onRetry={() => void cache.refetch()} />}
      {mayOperate && <PurgeCache onPurged={() => void cache.refetch()} />}
      <ConfigEditor config="cache" groups={CACHE_GROUPS} />
    </>
  );
}

function Contents({ cache }: { cache: ApiOutputs['admin']['cache']['read'] }) {
  const t = useTranslations('admin.cache');
  const mode = useTranslations('mode');
  const figures = useFigures();
  const lookups = useMeasures().data?.cache;
  const expired = cache.tiers.reduce((sum, tier) => sum + tier.expired, 0);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Tile label={t('entries')} value={figures.count(cache.entries)} />
        <Tile
          label={t('hitRate')}
          value={lookups?.hitRate == null ? t('noLookups') : figures.share(lookups.hitRate)}
          note={lookups && t('hitRateNote', { n: figures.count(lookups.lookups), ambiguous: figures.count(lookups.ambiguous) })}
        />
        <Tile label={t('hits')} value={figures.count(cache.hits)} />
        <Tile label={t('expired')} value={figures.count(expired)} />
      </dl>
      <Panel title={t('tiers')}>
        {cache.tiers.length === 0 ? (
          <p className="text-dense text-ink-3">{t('empty')}</p>
        ) : (
          <table className="figures w-full text-dense">
            <thead>
              <tr className="text-right text-caption text-ink-3">
                <th scope="col" className="py-1 text-left font-normal">
                  {t('tier')}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t('entries')}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t('hits')}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t('expired')}
                </th>
              </tr>
            </thead>
            <tbody>
              {cache.tiers.map((tier) => (
                <tr key={tier.tier} className="border-t border-line text-right">
                  <th scope="row" className="py-2 text-left font-medium">
                    {mode(tier.tier)}
                  </th>
                  <td>{figures.count(tier.entries)}</td>
                  <td>{figures.count(tier.hits)}</td>
                  <td>{figures.count(tier.expired)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
