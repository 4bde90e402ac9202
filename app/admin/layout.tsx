import { NextIntlClientProvider } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AdminFrame } from '#components/admin/admin-frame.tsx';
import { currentActor } from '../current-actor.ts';

export async function generateMetadata() {
  const t = await getTranslations('admin');
  return { title: t('title') };
}

/** Admin pages may be read by viewers and above; what they may change, the API decides again. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('admin');
  const actor = await currentActor();
  if (!actor || actor.role === 'designer') {
    return <p className="mx-auto max-w-[520px] px-4 py-28 text-center text-ink-2">{t('notForYou')}</p>;
  }
  return (
    <NextIntlClientProvider>
      <AdminFrame mayOperate={actor.role !== 'viewer'}>{children}</AdminFrame>
    </NextIntlClientProvider>
  );
}
