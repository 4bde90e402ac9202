'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/say.ts';
import { Panel } from './admin-frame.tsx';

const SCOPES = ['expired', 'emergency', 'fast', 'balanced', 'creative', 'all'] as const;
type Scope = (typeof SCOPES)[number];

function filterOf(scope: Scope) {
  if (scope === 'all') return {};
  return scope === 'expired' ? { expiredOnly: true } : { tier: scope };
}

/** Counts first, then takes exactly what was counted: the name is typed, the reason is kept, there is no way back. */
export function PurgeCache({ onPurged }: { onPurged: () => void }) {
  const t = useTranslations('admin.purge');
  const trpc = useTRPC();
  const words = useErrorWords();
  const [scope, setScope] = useState<Scope>('expired');
  const [shown, setShown] = useState(false);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const name = t(`scope.${scope}`);
  const preview = useQuery({ ...trpc.admin.cache.previewPurge.queryOptions({ filter: filterOf(scope) }), enabled: shown, staleTime: 0 });
  const purge = useMutation({
    ...trpc.admin.cache.purge.mutationOptions(),
    onSuccess: ({ purged }) => {
      say(t('done', { n: purged }));
      setShown(false);
      setTyped('');
      onPurged();
    },
    onError: (error) => {
      say(words(error).message);
      void preview.refetch();
    },
  });
  const entries = preview.data?.entries;
  return (
    <Panel title={t('title')}>
      <div className="flex flex-wrap items-center gap-2 text-dense">
        <label className="inline-flex items-center gap-2">
          <span className="text-ink-2">{t('what')}</span>
          <select
            value={scope}
            className="tap rounded-[8px] border border-line-2 bg-surface px-2.5"
            onChange={(event) => {
              setScope(SCOPES.find((one) => one === event.target.value) ?? 'expired');
              setShown(false);
              setTyped('');
            }}
          >
            {SCOPES.map((one) => (
              <option key={one} value={one}>
                {t(`scope.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={() => setShown(true)}>{t('preview')}</Button>
      </div>
      {shown && entries !== undefined && (
        <div className="mt-4 grid gap-3 border-t border-line pt-4 text-dense">
          <p data-testid="purge-count">{entries === 0 ? t('nothing', { name }) : t('count', { name, n: entries })}</p>
          {entries > 0 && (
            <>
              <label className="grid gap-1">
                <span className="text-caption text-ink-2">{t('typeName', { name })}</span>
                <input
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  className="tap max-w-[320px] rounded-[8px] border border-control bg-surface px-3 text-body md:text-dense"
                />
              </label>
              <label className="grid gap-1">
                <span className="text-caption text-ink-2">{t('reason')}</span>
                <input
                  value={reason}
                  maxLength={300}
                  onChange={(event) => setReason(event.target.value)}
                  className="tap max-w-[480px] rounded-[8px] border border-control bg-surface px-3 text-body md:text-dense"
                />
              </label>
              <div>
                <Button
                  look="danger"
                  disabled={typed.normalize('NFC').trim() !== name || reason.trim().length < 2 || purge.isPending}
                  onClick={() => purge.mutate({ filter: filterOf(scope), expected: entries, reason: reason.trim() })}
                >
                  {t('purge', { n: entries })}
                </Button>
              </div>
            </>
          )}
        </div>
      )}
    </Panel>
  );
}
