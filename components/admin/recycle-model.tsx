'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { type ApiOutputs, useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/say.ts';

const SHORTEST_REASON = 2;

/** Gives a model a fresh process on one worker: asked twice, because what it answers is waited for; the reason is kept. */
export function RecycleModel({ seat, worker }: Pick<ApiOutputs['admin']['models']['seats'][number], 'seat' | 'worker'>) {
  const t = useTranslations('admin.models');
  const trpc = useTRPC();
  const words = useErrorWords();
  const id = useId();
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const close = () => {
    setAsked(false);
    setReason('');
  };
  const recycle = useMutation({
    ...trpc.admin.models.recycle.mutationOptions(),
    onSuccess: ({ workers }) => {
      say(t('recycled', { n: workers.length }));
      close();
    },
    onError: (error) => say(words(error).message),
  });
  if (!asked) {
    return (
      <Button className="mt-3" onClick={() => setAsked(true)}>
        {t('recycle')}
      </Button>
    );
  }
  return (
    <div className="mt-3 grid gap-2 border-t border-line pt-3">
      <label htmlFor={id} className="text-caption text-ink-2">
        {t('recycleReason')}
      </label>
      <input
        id={id}
        value={reason}
        maxLength={300}
        onChange={(event) => setReason(event.target.value)}
        className="tap rounded-[8px] border border-control bg-surface px-3 text-body md:text-dense"
      />
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={reason.trim().length < SHORTEST_REASON || recycle.isPending}
          onClick={() => recycle.mutate({ seat, worker, reason: reason.trim() })}
        >
          {t('recycleDo')}
        </Button>
        <Button look="quiet" onClick={close}>
          {t('recycleCancel')}
        </Button>
      </div>
    </div>
  );
}
