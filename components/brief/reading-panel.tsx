'use client';
import { BadgeCheck, Braces, ChevronDown, Pencil } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Reading } from '#domain/brief/reading.ts';
import { isOver } from '../run/status-of.ts';
import { useRunState } from '../run/use-run.ts';
import { Button } from '../ui/button.tsx';
import { Notices } from './notices.tsx';
import { readingSoFar } from './partial-reading.ts';
import { ReadingFields } from './reading-fields.tsx';
import { ReadingSummary } from './reading-summary.tsx';

const ReadingEditor = dynamic(() => import('./reading-editor.tsx').then((module) => module.ReadingEditor), { ssr: false });

/** The brief, understood: fields fill in as they are read; the badge appears when the whole reading has passed. */
export function ReadingPanel({
  onFork,
  editing,
  onEditing,
}: {
  onFork: (reading: Reading) => void;
  editing: boolean;
  onEditing: (editing: boolean) => void;
}) {
  const t = useTranslations('reading');
  const run = useRunState((state) => state);
  const [json, setJson] = useState(false);
  // Reading has the stage until evolution begins; what the designer unfolded or folded stays so.
  const [unfolded, setUnfolded] = useState<boolean | null>(null);
  const reading = readingSoFar(run);
  const busy = !run.reading && !isOver(run);
  const folded = !json && !editing && !(unfolded ?? run.progress === null);

  return (
    <section aria-labelledby="reading-title" aria-busy={busy} className="sheet p-5">
      <header className="mb-2 flex min-h-9 flex-wrap items-center gap-2">
        <h2 id="reading-title" className="text-[17px] font-semibold">
          <button
            type="button"
            aria-expanded={!folded}
            onClick={() => setUnfolded(folded)}
            className="tap -ml-2 inline-flex items-center gap-1 rounded-[10px] px-2 hover:bg-sunken"
          >
            {t('title')}
            <ChevronDown aria-hidden="true" className={`size-4 text-ink-3 transition-transform ${folded ? '' : 'rotate-180'}`} />
          </button>
        </h2>
        {run.reading && run.validation?.ok && (
          <span className="inline-flex items-center gap-1 rounded-full bg-ok-soft px-2.5 py-0.5 text-caption font-medium">
            <BadgeCheck aria-hidden="true" className="size-4 text-ok" />
            {t('valid')}
          </span>
        )}
        {run.served?.cached && <span className="text-caption text-ink-3">{t('cached')}</span>}
        <div className="ml-auto flex">
          {run.reading && (
            <Button look="quiet" aria-pressed={editing} onClick={() => onEditing(!editing)} aria-keyshortcuts="E">
              <Pencil aria-hidden="true" className="size-4" />
              {editing ? t('stopEditing') : t('edit')}
            </Button>
          )}
          <Button look="quiet" aria-pressed={json} disabled={run.fields.length === 0 && !run.reading} onClick={() => setJson(!json)}>
            <Braces aria-hidden="true" className="size-4" />
            {json ? t('fields') : t('json')}
          </Button>
        </div>
      </header>
      {folded ? (
        <>
          <div className="max-md:hidden">
            <ReadingSummary reading={reading} />
          </div>
          <div className={unfolded === null ? 'md:hidden' : 'hidden'}>
            <ReadingFields reading={reading} busy={busy} />
          </div>
        </>
      ) : json ? (
        <pre
          data-testid="reading-json"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="max-h-[420px] overflow-auto rounded-[10px] bg-sunken p-4 font-mono text-caption leading-relaxed"
        >
          {JSON.stringify(run.reading ?? reading, null, 2)}
        </pre>
      ) : editing && run.reading ? (
        <ReadingEditor reading={run.reading} onFork={onFork} onClose={() => onEditing(false)} />
      ) : (
        <ReadingFields reading={reading} busy={busy} />
      )}
      {!editing && <Notices questionOnly={folded} />}
    </section>
  );
}
