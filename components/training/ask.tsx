'use client';
import { Dialog } from '@base-ui/react/dialog';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';

/** A step that others feel: said before it happens, with a reason; past a guardrail only with the name typed. */
export function Ask({
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
