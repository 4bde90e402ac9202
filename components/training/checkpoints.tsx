'use client';
import { useMutation } from '@tanstack/react-query';
import { Check, CircleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Panel } from '../admin/admin-frame.tsx';
import { useMayOperate } from '../admin/may-operate.ts';
import { useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { say } from '../ui/say.ts';
import type { Training } from './training-page.tsx';

const Ask = dynamic(() => import('./ask.tsx').then((module) => module.Ask), { ssr: false });

const SHOWN = 12;
type Checkpoint = Training['checkpoints'][number];

/** Policies on disk, newest first, with the guardrails that stand between each and the champion's place. */
export function Checkpoints({ training, onChanged }: { training: Training; onChanged: () => void }) {
  const t = useTranslations('training');
  const mayOperate = useMayOperate();
  const trpc = useTRPC();
  const words = useErrorWords();
  const [asked, setAsked] = useState<Checkpoint | 'rollback' | null>(null);
  const champion = training.aliases.find((alias) => alias.name === 'champion');
  const done = (message: string) => ({
    onSuccess: () => {
      say(message);
      setAsked(null);
      onChanged();
    },
    onError: (error: unknown) => say(words(error).message),
  });
  const promote = useMutation({ ...trpc.training.promote.mutationOptions(), ...done(t('promoted')) });
  const rollback = useMutation({ ...trpc.training.rollback.mutationOptions(), ...done(t('rolledBack')) });
  const namesOf = (id: string) => training.aliases.filter((alias) => alias.checkpointId === id).map((alias) => alias.name);
  return (
    <Panel
      title={t('checkpoints')}
      action={
        mayOperate && champion?.checkpointId ? (
          <Button onClick={() => setAsked('rollback')}>
            {champion.previousId ? t('rollbackTo', { id: champion.previousId.slice(0, 8) }) : t('rollbackToNone')}
          </Button>
        ) : null
      }
    >
      {training.checkpoints.length === 0 ? (
        <p className="text-dense text-ink-3">{t('noCheckpoints')}</p>
      ) : (
        <ul className="grid">
          {training.checkpoints.slice(0, SHOWN).map((checkpoint) => (
            <Row
              key={checkpoint.id}
              checkpoint={checkpoint}
              names={namesOf(checkpoint.id)}
              onPromote={mayOperate && !namesOf(checkpoint.id).includes('champion') ? () => setAsked(checkpoint) : null}
            />
          ))}
        </ul>
      )}
      {asked === 'rollback' && (
        <Ask
          title={t('rollback')}
          text={t('rollbackText', { to: champion?.previousId?.slice(0, 8) ?? t('none') })}
          confirm={t('rollbackConfirm')}
          typedWord={null}
          busy={rollback.isPending}
          onConfirm={(reason) => rollback.mutate({ reason })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked && asked !== 'rollback' && (
        <Ask
          title={t('promote')}
          text={
            blocking(asked).length > 0 ? t('blocked', { why: blocking(asked).join(', ') }) : t('promoteText', { id: asked.id.slice(0, 8) })
          }
          confirm={t('promoteConfirm')}
          typedWord={blocking(asked).length > 0 ? asked.id : null}
          busy={promote.isPending}
          onConfirm={(reason, typedId) => promote.mutate({ checkpointId: asked.id, reason, ...(typedId ? { typedId } : {}) })}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  );
}

function blocking(checkpoint: Checkpoint): string[] {
  return checkpoint.guardrails.filter((guardrail) => !guardrail.ok).map((guardrail) => guardrail.ko);
}

function Row({ checkpoint, names, onPromote }: { checkpoint: Checkpoint; names: readonly string[]; onPromote: (() => void) | null }) {
  const t = useTranslations('training');
  const figures = useFigures();
  return (
    <li className="figures flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-2.5 text-dense first:border-t-0">
      <code lang="en" className="font-mono text-caption">
        {checkpoint.id.slice(0, 8)}
      </code>
      <span>{t('updates', { n: figures.count(checkpoint.updates) })}</span>
      {checkpoint.best && <span className="rounded-full border border-line-2 px-2 text-micro">{t('best')}</span>}
      {names.map((name) => (
        <span key={name} className="rounded-full bg-primary px-2 text-micro text-on-primary">
          {t(`alias.${name as 'champion'}`)}
        </span>
      ))}
      <span className="text-caption text-ink-3">{figures.stamp(checkpoint.at)}</span>
      <span className="ml-auto">{onPromote && <Button onClick={onPromote}>{t('promoteButton')}</Button>}</span>
      <ul className="flex basis-full flex-wrap gap-x-4 gap-y-1 text-caption text-ink-2">
        {checkpoint.guardrails.map((guardrail) => {
          const Icon = guardrail.ok ? Check : CircleAlert;
          return (
            <li key={guardrail.name} className="inline-flex items-center gap-1">
              <Icon aria-label={t(guardrail.ok ? 'passes' : 'fails')} className={`size-3.5 ${guardrail.ok ? 'text-ok' : 'text-warn'}`} />
              {guardrail.ko}
              <span className="text-ink-3">({guardrail.value === null ? t('unmeasured') : figures.decimal(guardrail.value, 3)})</span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}
