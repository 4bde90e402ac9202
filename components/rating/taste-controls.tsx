'use client';
import { Switch } from '@base-ui/react/switch';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useTRPC, useTRPCClient } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/say.ts';
import type { OwnTaste } from './belief-panel.tsx';

/** The designer's own say: use it or not, teach with it or not, take it along, delete it. */
export function TasteControls({ taste, onChanged }: { taste: OwnTaste; onChanged: () => void }) {
  const t = useTranslations('taste');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const words = useErrorWords();
  const [erasing, setErasing] = useState(false);
  const settled = { onError: (error: unknown) => say(words(error).message), onSettled: onChanged };
  const set = useMutation({ ...trpc.taste.set.mutationOptions(), ...settled });
  const erase = useMutation({
    ...trpc.taste.erase.mutationOptions(),
    ...settled,
    onSuccess: ({ ratings, pairs }) => {
      setErasing(false);
      say(t('erased', { n: ratings + pairs }));
    },
  });
  const save = async () => {
    try {
      const answers = await api.taste.export.query();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([JSON.stringify(answers, null, 2)], { type: 'application/json' }));
      link.download = 'taste.json';
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      say(words(error).message);
    }
  };
  return (
    <section aria-label={t('controls')} className="grid gap-3 border-t border-line pt-4 text-dense">
      <Toggle label={t('use')} hint={t('useHint')} checked={taste.useTaste} onChange={(useTaste) => set.mutate({ useTaste })} />
      <Toggle
        label={t('contribute')}
        hint={t('contributeHint')}
        checked={taste.contributeRatings}
        onChange={(contributeRatings) => set.mutate({ contributeRatings })}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void save()}>{t('export')}</Button>
        {!erasing && (
          <Button look="danger" onClick={() => setErasing(true)}>
            {t('erase')}
          </Button>
        )}
      </div>
      {erasing && (
        <div role="alert" className="grid gap-2 rounded-[10px] bg-over-soft p-3">
          <p>{t('eraseText')}</p>
          <div className="flex gap-2">
            <Button look="danger" disabled={erase.isPending} onClick={() => erase.mutate()}>
              {t('eraseConfirm')}
            </Button>
            <Button look="quiet" onClick={() => setErasing(false)}>
              {t('keep')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <span id={id} className="font-medium">
          {label}
        </span>
        <p className="text-caption text-ink-3">{hint}</p>
      </div>
      <Switch.Root
        aria-labelledby={id}
        checked={checked}
        onCheckedChange={onChange}
        className="tap flex !min-h-7 w-12 items-center rounded-full border border-control bg-sunken p-1 transition-colors data-checked:border-accent data-checked:bg-accent"
      >
        <Switch.Thumb className="size-4 rounded-full bg-control transition-transform data-checked:translate-x-5 data-checked:bg-surface" />
      </Switch.Root>
    </div>
  );
}
