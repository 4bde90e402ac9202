'use client';
import { Toast } from '@base-ui/react/toast';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent } from 'react';
import { hear, type Said } from './say.ts';

/** Undo must be reachable for at least this long; hovering or focusing the toast stops the clock. */
const TOAST_MS = 9_000;

export function Toasts() {
  return (
    <Toast.Provider limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-50 flex flex-col gap-2 max-md:bottom-24 sm:left-auto sm:w-[22rem]">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const t = useTranslations('common');
  const manager = Toast.useToastManager();
  const add = useEffectEvent(({ title, undo }: Said) => {
    const id = manager.add({
      title,
      timeout: TOAST_MS,
      ...(undo
        ? {
            actionProps: {
              children: undo.label,
              onClick: () => {
                manager.close(id);
                undo.run();
              },
            },
          }
        : {}),
    });
  });
  useEffect(() => hear((said) => add(said)), []);
  return manager.toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-toast=""
      className="rounded-[12px] bg-primary text-on-primary shadow-sheet transition-opacity duration-200 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-3 py-2 pr-2 pl-4">
        <Toast.Title className="flex-1 text-dense" />
        {toast.actionProps && <Toast.Action className="tap rounded-[8px] px-3 text-dense font-semibold underline underline-offset-4" />}
        <Toast.Close aria-label={t('close')} className="tap rounded-[8px] text-dense opacity-80 hover:opacity-100">
          ✕
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
