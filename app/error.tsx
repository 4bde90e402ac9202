'use client';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('lost');
  return (
    <div className="mx-auto grid max-w-[520px] justify-items-center gap-4 px-4 py-28 text-center">
      <h1 className="text-title font-semibold">{t('brokenTitle')}</h1>
      <p className="text-ink-2">{t('broken', { id: error.digest ?? '–' })}</p>
      <Button look="primary" onClick={reset}>
        {t('again')}
      </Button>
    </div>
  );
}
