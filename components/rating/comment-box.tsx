'use client';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useImeSafeSubmit } from '../brief/use-ime-safe-submit.ts';

const MAX_LENGTH = 500;

/** Saved when the designer leaves it or presses the chord; never while a syllable is open. */
export function CommentBox({ value, onSave }: { value: string; onSave: (comment: string) => void }) {
  const t = useTranslations('rate');
  const ref = useRef<HTMLTextAreaElement>(null);
  const save = (text: string) => {
    const comment = text.normalize('NFC').trim().slice(0, MAX_LENGTH);
    if (comment !== value) onSave(comment);
  };
  useImeSafeSubmit(ref, 'mod+enter', save);
  return (
    <textarea
      ref={ref}
      aria-label={t('comment')}
      placeholder={t('comment')}
      defaultValue={value}
      rows={2}
      onBlur={(event) => save(event.target.value)}
      className="w-full resize-y rounded-[8px] border border-line-2 bg-surface px-3 py-2 text-body placeholder:text-ink-3 md:text-dense"
    />
  );
}
