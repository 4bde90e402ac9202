'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useRunState } from '../run/use-run.ts';
import { useTRPCClient } from '../trpc/client.ts';

/** Words for the perfumer's imagination, one by one as they come, the last one letter by letter; only in creative mode. */
export function Hints() {
  const t = useTranslations('hints');
  const hints = useRunState((run) => run.hints);
  const of = useRunState((run) => run.hintsOf);
  const written = useHintBeingWritten();
  const filled = hints.filter((hint) => hint !== '');
  const unfinished = written && !hints[written.i] ? written.text : '';
  if (filled.length === 0 && unfinished === '') return null;
  return (
    <section aria-labelledby="hints-title" aria-busy={filled.length < of} className="sheet p-5">
      <h2 id="hints-title" className="mb-2 text-[17px] font-semibold">
        {t('title')}
      </h2>
      <ol data-testid="hints" className="grid gap-x-8 text-dense lg:grid-cols-2">
        {filled.map((hint) => (
          <li key={hint} className="flex animate-arrive gap-3 border-t border-line py-2.5 text-ink-2">
            <span aria-hidden="true" className="text-ink-3">
              ∙
            </span>
            {hint}
          </li>
        ))}
        {unfinished !== '' && (
          <li aria-hidden="true" className="flex gap-3 border-t border-line py-2.5 text-ink-3">
            <span>∙</span>
            {unfinished}
          </li>
        )}
      </ol>
    </section>
  );
}

/** The hint that a model is writing now. Listens only while one may: the finished hints come with the run's own events. */
function useHintBeingWritten(): { i: number; text: string } | null {
  const api = useTRPCClient();
  const id = useRunState((run) => run.runId);
  const expected = useRunState(
    ({ accepted, end, hints, hintsOf }) =>
      accepted?.mode === 'creative' &&
      accepted.engine === 'ensemble' &&
      end === null &&
      (hintsOf === 0 || hints.filter((hint) => hint !== '').length < hintsOf),
  );
  const [text, setText] = useState<{ i: number; text: string } | null>(null);
  useEffect(() => {
    if (!expected) return;
    const subscription = api.run.hintText.subscribe({ id }, { onData: setText });
    return () => {
      subscription.unsubscribe();
      setText(null);
    };
  }, [api, id, expected]);
  return text;
}
