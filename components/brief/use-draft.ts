'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '../trpc/client.ts';

const KEY = 'studio.draft';
/** Rest after the last key before the text goes to the server. */
const SAVE_MS = 800;

/** Keeps the text being typed: in this browser at every change, on the server when the hand rests and no syllable is open. */
export function useDraft(ref: RefObject<HTMLTextAreaElement | null>) {
  const api = useTRPCClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [saved, setSaved] = useState<'none' | 'saving' | 'saved'>('none');

  useEffect(() => () => clearTimeout(timer.current), []);

  const toServer = (text: string) =>
    api.draft.save.mutate({ text }).then(
      () => setSaved('saved'),
      () => setSaved('none'), // the browser's own copy stays
    );

  return {
    saved,
    /** The text this browser kept, if any. */
    restore: () => localStorage.getItem(KEY),
    keep: (text: string) => {
      localStorage.setItem(KEY, text);
      setSaved('saving');
      clearTimeout(timer.current);
      const attempt = () => {
        const element = ref.current;
        if (!element) return;
        if (element.dataset.composing) timer.current = setTimeout(attempt, SAVE_MS);
        else void toServer(element.value.normalize('NFC'));
      };
      timer.current = setTimeout(attempt, SAVE_MS);
    },
    forget: () => {
      clearTimeout(timer.current);
      localStorage.removeItem(KEY);
      setSaved('none');
      void toServer('').then(() => setSaved('none'));
    },
  };
}
