'use client';
import { useTranslations } from 'next-intl';
import { PageTitle } from './admin-frame.tsx';
import { ConfigEditor } from './config-editor.tsx';
import { MODE_GROUPS } from './config-fields.ts';

export function ModesPage() {
  const t = useTranslations('admin');
  return (
    <>
      <PageTitle title={t('page.modes')} lead={t('modes.lead')} />
      <ConfigEditor config="llm_ensemble" groups={MODE_GROUPS} />
    </>
  );
}
