import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './api.ts';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ApiProvider } from '#components/trpc/provider.tsx';
import { Frame } from '#components/ui/frame.tsx';
import { LazyToasts } from '#components/ui/lazy-toasts.tsx';
import { currentActor } from './current-actor.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('frame');
  return { title: { default: t('name'), template: `%s · ${t('name')}` }, description: t('description') };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f3ee' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0d10' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  // The admin pages bring their own words; a designer's browser need not load them.
  const { admin: _admin, training: _training, ...studioMessages } = await getMessages();
  const role = (await currentActor())?.role ?? 'designer';
  const theme = (await cookies()).get('theme')?.value;
  return (
    <html lang={locale} {...(theme === 'light' || theme === 'dark' ? { 'data-theme': theme } : {})}>
      <body>
        <NextIntlClientProvider messages={studioMessages}>
          <ApiProvider>
            <Frame mayAdminister={role !== 'designer'}>{children}</Frame>
            <LazyToasts />
          </ApiProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
