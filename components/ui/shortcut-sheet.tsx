'use client';
import { useTranslations } from 'next-intl';
import { Peek } from './peek.tsx';

const KEYS = [
  ['start', '⌘/Ctrl ↵'],
  ['next', 'J'],
  ['previous', 'K'],
  ['rate', '1 – 5'],
  ['undo', '⌘/Ctrl Z'],
  ['edit', 'E'],
  ['peek', 'Space'],
  ['stop', '.'],
  ['close', 'Esc'],
  ['help', '?'],
] as const;

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('keys');
  return (
    <Peek title={t('title')} onClose={onClose}>
      <dl className="grid text-dense">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="flex items-center justify-between border-b border-line py-2.5">
            <dt>{t(name)}</dt>
            <dd>
              <kbd className="rounded-[6px] border border-line-2 bg-sunken px-2 py-0.5 font-sans text-caption">{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Peek>
  );
}
