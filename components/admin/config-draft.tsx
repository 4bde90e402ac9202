'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ChangeLine } from './change-line.tsx';
import { type Setting, settingAt } from './config-fields.ts';

const SHORTEST_REASON = 2;

/** The differences before they take effect, and why they are made. */
export function ConfigDraft({
  current,
  changes,
  busy,
  onApply,
  onDiscard,
}: {
  current: unknown;
  changes: Readonly<Record<string, Setting>>;
  busy: boolean;
  onApply: (note: string) => void;
  onDiscard: () => void;
}) {
  const t = useTranslations('admin.config');
  const [note, setNote] = useState('');
  const id = useId();
  const entries = Object.entries(changes);
  return (
    <section aria-label={t('diff')} className="sheet sticky bottom-4 z-10 grid gap-3 border-ink p-5 text-dense shadow-sheet">
      <h2 className="text-[17px] font-semibold">{t('pending', { n: entries.length })}</h2>
      <ul>
        {entries.map(([path, to]) => (
          <ChangeLine key={path} change={{ path, from: settingAt(current, path) ?? null, to }} />
        ))}
      </ul>
      <div className="grid gap-1">
        <label htmlFor={id} className="text-caption text-ink-2">
          {t('reason')}
        </label>
        <input
          id={id}
          defaultValue=""
          maxLength={300}
          onChange={(event) => setNote(event.target.value)}
          className="tap rounded-[8px] border border-control bg-surface px-3 text-body md:text-dense"
        />
      </div>
      <div className="flex gap-2">
        <Button look="primary" disabled={busy || note.trim().length < SHORTEST_REASON} onClick={() => onApply(note.trim())}>
          {t('apply')}
        </Button>
        <Button look="quiet" onClick={onDiscard}>
          {t('discard')}
        </Button>
      </div>
    </section>
  );
}
