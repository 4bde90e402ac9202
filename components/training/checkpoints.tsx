'use client';
import { Dialog } from '@base-ui/react/dialog';
import { useMutation } from '@tanstack/react-query';
import { Check, CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Panel } from '../admin/admin-frame.tsx';
import { useMayOperate } from '../admin/may-operate.ts';
import { useTRPC } from '../trpc/client.ts';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';
import { useFigures } from '../ui/figures.ts';
import { say } from '../ui/say.ts';
import type { Training } from './training-page.tsx';

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

/** A step that others feel: said before it happens, with a reason; past a guardrail only with the name typed. */
function Ask({
  title,
  text,
  confirm,
  typedWord,
  busy,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  confirm: string;
  typedWord: string | null;
  busy: boolean;
  onConfirm: (reason: string, typed: string | null) => void;
  onClose: () => void;
}) {
  const t = useTranslations('training');
  const common = useTranslations('common');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const id = useId();
  const field = 'tap w-full rounded-[8px] border border-control bg-surface px-3 text-body md:text-dense';
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-[rgb(0_0_0/28%)]" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-40 grid w-[calc(100%-32px)] max-w-[460px] -translate-x-1/2 -translate-y-1/2 gap-4 rounded-[16px] border border-line bg-surface p-6 shadow-sheet">
          <Dialog.Title className="text-[17px] font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="text-dense text-ink-2">{text}</Dialog.Description>
          <div className="grid gap-1 text-dense">
            <label htmlFor={`${id}-reason`} className="text-caption text-ink-2">
              {t('reason')}
            </label>
            <input id={`${id}-reason`} className={field} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          </div>
          {typedWord && (
            <div className="grid gap-1 text-dense">
              <label htmlFor={`${id}-typed`} className="text-caption text-ink-2">
                {t('typeId', { id: typedWord })}
              </label>
              <input id={`${id}-typed`} className={`${field} font-mono`} onChange={(event) => setTyped(event.target.value)} />
            </div>
          )}
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button
              look="primary"
              disabled={busy || reason.trim().length < 2 || (typedWord !== null && typed.trim() !== typedWord)}
              onClick={() => onConfirm(reason.trim(), typedWord ? typed.trim() : null)}
            >
              {confirm}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
