'use client';
import { useTranslations } from 'next-intl';
import { Peek } from '../ui/peek.tsx';
import type { OwnTaste } from './belief-panel.tsx';
import { Beliefs } from './beliefs.tsx';
import { TasteControls } from './taste-controls.tsx';

/** The own taste in full: what is believed, and what the designer decides about it. */
export function TastePeek({ taste, onChanged, onClose }: { taste: OwnTaste; onChanged: () => void; onClose: () => void }) {
  const t = useTranslations('taste');
  return (
    <Peek title={t('title')} onClose={onClose}>
      <div className="grid gap-6">
        {taste.belief ? <Beliefs belief={taste.belief} /> : <p className="text-dense text-ink-2">{t('nothingYet')}</p>}
        <TasteControls taste={taste} onChanged={onChanged} />
      </div>
    </Peek>
  );
}
