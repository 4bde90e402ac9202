'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** A panel from the right over the page; a sheet from below on a phone. */
export function Peek({ title, children, onClose }: { title: ReactNode; children: ReactNode; onClose: () => void }) {
  const t = useTranslations('common');
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-[rgb(0_0_0/28%)] transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-40 flex w-full max-w-[560px] flex-col border-l border-line bg-surface shadow-sheet transition-transform duration-200 data-ending-style:translate-x-6 data-ending-style:opacity-0 data-starting-style:translate-x-6 data-starting-style:opacity-0 max-md:inset-x-0 max-md:top-10 max-md:rounded-t-[20px] max-md:border-t max-md:border-l-0">
          <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-5">
            <Dialog.Title className="flex-1 text-[17px] font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={t('close')}
              className="tap inline-flex items-center justify-center rounded-[10px] text-ink-2 hover:bg-sunken"
            >
              <X aria-hidden="true" className="size-5" />
            </Dialog.Close>
          </header>
          <div className="flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
