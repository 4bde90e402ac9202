'use client';
import { useTranslations } from 'next-intl';
import { useRunState } from '../run/use-run.ts';

/** Words for the perfumer's imagination, one by one as they come; only in creative mode. */
export function Hints() {
  const t = useTranslations('hints');
  const hints = useRunState((run) => run.hints);
  const of = useRunState((run) => run.hintsOf);
  const filled = hints.filter((hint) => hint !== '');
  if (filled.length === 0) return null;
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
      </ol>
    </section>
  );
}
