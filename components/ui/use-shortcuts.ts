'use client';
import { useEffect, useEffectEvent } from 'react';

/** A toast calls itself a dialog too, but takes no keys. */
const OPEN_DIALOG = '[role="dialog"]:not([data-toast])';

/**
 * Keys by `event.code`, so that they work with a Hangul layout too: `Digit1`, `KeyJ`, `Mod+KeyZ`, `Shift+Slash`.
 * `press` says whether it took the key. Silent while someone types, while a dialog is open, and for Space or Enter on something that takes them itself.
 */
export function useShortcuts(press: (key: string) => boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (event.isComposing || event.altKey || !(target instanceof Element)) return;
    if (target.closest('input, textarea, select, [contenteditable]') || document.querySelector(OPEN_DIALOG)) return;
    if (target.closest('button, summary, a') && (event.code === 'Space' || event.code === 'Enter')) return;
    const name = `${event.metaKey || event.ctrlKey ? 'Mod+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
    if (press(name)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
