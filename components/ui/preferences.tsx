'use client';
import { Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { buttonStyle } from './button.tsx';

const YEAR_S = 31_536_000;

function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from Safari and Firefox
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax`;
}

/** Theme and language are cookies: the server draws the page in them from the first byte. */
export function Preferences() {
  const t = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();
  const swapTheme = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('theme', root.dataset.theme);
  };
  const swapLocale = () => {
    remember('locale', locale === 'ko' ? 'en' : 'ko');
    router.refresh();
  };
  return (
    <div className="flex items-center gap-1">
      <button type="button" onClick={swapLocale} className={buttonStyle({ look: 'quiet' })}>
        <span lang={locale === 'ko' ? 'en' : 'ko'}>{t('otherLanguage')}</span>
        <span className="sr-only">{t('otherLanguageLabel')}</span>
      </button>
      <button type="button" onClick={swapTheme} className={buttonStyle({ look: 'quiet', size: 'icon' })} aria-label={t('theme')}>
        <Moon aria-hidden="true" className="size-[18px] in-data-[theme=dark]:hidden" />
        <Sun aria-hidden="true" className="hidden size-[18px] in-data-[theme=dark]:block" />
      </button>
    </div>
  );
}
