'use client';
import { useLocale, useTranslations } from 'next-intl';
import { apiErrorOf, isUnreachable } from './error-words.ts';

/** An error in the reader's language: the server's own Korean sentence where it wrote one. */
export function useErrorWords(): (error: unknown) => { code: string; message: string } {
  const t = useTranslations('error');
  const locale = useLocale();
  return (error) => {
    if (isUnreachable(error)) return { code: 'unreachable', message: t('unreachable') };
    const api = apiErrorOf(error);
    const known = ['queue_full', 'not_found', 'forbidden', 'conflict', 'unauthorized', 'unavailable'] as const;
    const code = known.find((one) => one === api?.code);
    if (api && locale === 'ko') return { code: api.code, message: api.messageKo };
    return { code: api?.code ?? 'internal', message: code ? t(code) : t('generic') };
  };
}
