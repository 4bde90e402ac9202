'use client';
import { useTranslations } from 'next-intl';
import { useErrorWords } from '../trpc/use-error-words.ts';
import { Button } from '../ui/button.tsx';

/** What stands in for an answer that is not there: waiting, or why it did not come and how to ask again. */
export function AnswerState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('admin');
  const words = useErrorWords();
  if (!error) return <p className="py-10 text-center text-dense text-ink-3">{t('loading')}</p>;
  return (
    <div role="alert" className="grid justify-items-center gap-3 py-10 text-dense">
      <p>{words(error).message}</p>
      <Button onClick={onRetry}>{t('retry')}</Button>
    </div>
  );
}
