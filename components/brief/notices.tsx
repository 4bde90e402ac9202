'use client';
import { CircleAlert, CircleHelp, Info } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRunState } from '../run/use-run.ts';
import { Button } from '../ui/button.tsx';

/** What the reader wants to say about the brief: one question, warnings, and fields that could not be understood. */
export function Notices({ questionOnly }: { questionOnly: boolean }) {
  const t = useTranslations('reading');
  const locale = useLocale();
  const reading = useRunState((run) => run.reading);
  const validation = useRunState((run) => run.validation);
  const invalid = useRunState((run) => run.invalid);
  const [answered, setAnswered] = useState(false);
  const issues = questionOnly ? [] : (invalid?.issues ?? validation?.issues.filter((issue) => issue.severity !== 'info') ?? []);
  const notices = questionOnly ? [] : (invalid?.notices ?? reading?.notices ?? []);
  const question = answered ? null : reading?.clarify;
  if (issues.length + notices.length === 0 && !question) return null;
  return (
    <ul className="mt-3 grid gap-2 border-t border-line pt-3 text-dense">
      {question && (
        <li className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-[10px] bg-accent-soft py-1.5 pr-2 pl-3">
          <CircleHelp aria-hidden="true" className="size-4 shrink-0 text-accent" />
          <span className="min-w-0 flex-1 basis-56">{question}</span>
          <Button look="quiet" onClick={() => setAnswered(true)}>
            {t('clarifyOk')}
          </Button>
        </li>
      )}
      {notices.map((notice) => (
        <li key={`${notice.kind}-${notice.text}`} className="flex gap-2">
          <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
          <span>
            <span className="mr-1.5 text-caption text-ink-3">{t(`notice.${notice.kind}`)}</span>
            {notice.text}
          </span>
        </li>
      ))}
      {issues.map((issue) => (
        <li key={`${issue.code}-${issue.path}`} className="flex gap-2">
          <CircleAlert aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${issue.severity === 'error' ? 'text-over' : 'text-warn'}`} />
          <span>{locale === 'ko' ? issue.message_ko : issue.message_en}</span>
        </li>
      ))}
    </ul>
  );
}
