'use client';
import { useTranslations } from 'next-intl';

/** One setting's difference: where, from what, to what. */
export function ChangeLine({ change }: { change: { readonly path: string; readonly from?: unknown; readonly to?: unknown } }) {
  const t = useTranslations('admin.config');
  const word = (value: unknown) =>
    value === null || value === undefined ? t('unset') : value === true ? t('on') : value === false ? t('off') : String(value);
  return (
    <li className="figures flex flex-wrap gap-x-3 border-b border-line py-1.5 last:border-b-0">
      <code lang="en" className="min-w-[16em] font-mono text-caption text-ink-2">
        {change.path}
      </code>
      <span>
        <span className="text-ink-3">{word(change.from)}</span> → <span className="font-medium">{word(change.to)}</span>
      </span>
    </li>
  );
}
