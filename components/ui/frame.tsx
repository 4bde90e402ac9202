import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Preferences } from './preferences.tsx';

/** Header, skip link and main landmark of every page. */
export function Frame({ children, mayAdminister }: { children: ReactNode; mayAdminister: boolean }) {
  const t = useTranslations('frame');
  const link = 'tap inline-flex items-center rounded-[10px] px-3 text-dense font-medium text-ink-2 hover:text-ink';
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-[10px] bg-primary px-4 py-2 text-on-primary focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-[color-mix(in_oklab,var(--canvas)_88%,transparent)] backdrop-blur-md">
        <div className="mx-auto flex h-14 max-w-[1680px] items-center gap-2 px-4 md:px-6">
          <Link
            href="/studio"
            prefetch={false}
            className="tap mr-2 inline-flex items-center gap-2.5 rounded-[10px] font-semibold tracking-tight"
          >
            <Mark />
            <span>{t('name')}</span>
          </Link>
          <nav aria-label={t('nav')} className="flex items-center">
            <Link href="/studio" prefetch={false} className={`${link} max-md:hidden`}>
              {t('studio')}
            </Link>
            {mayAdminister && (
              <Link href="/admin" prefetch={false} className={link}>
                {t('admin')}
              </Link>
            )}
          </nav>
          <div className="ml-auto">
            <Preferences />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </>
  );
}

/** A blotter dipped in three notes. */
function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6">
      <g transform="rotate(18 12 12)">
        <rect x="8.5" y="1.5" width="7" height="21" rx="2" fill="var(--surface)" stroke="var(--ink)" strokeWidth="1.5" />
        <path d="M8.5 14h7v6.5a2 2 0 0 1-2 2h-3a2 2 0 0 1-2-2z" fill="var(--ink)" />
      </g>
    </svg>
  );
}
