import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { buttonStyle } from '#components/ui/button.tsx';

export default async function NotFound() {
  const t = await getTranslations('lost');
  return (
    <div className="mx-auto grid max-w-[520px] justify-items-center gap-4 px-4 py-28 text-center">
      <h1 className="text-title font-semibold">{t('title')}</h1>
      <p className="text-ink-2">{t('text')}</p>
      <Link href="/studio" className={buttonStyle({ look: 'primary' })}>
        {t('home')}
      </Link>
    </div>
  );
}
