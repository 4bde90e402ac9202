'use client';
import { type RefObject, useEffect, useEffectEvent } from 'react';

/** A second Enter within this time is the same keystroke: some input methods send it twice. */
const DUPLICATE_MS = 300;

/**
 * Submits a field without ever losing or doubling the last Hangul syllable. Enter while a syllable is open waits for
 * `compositionend`; the text is read from the element itself, since the state behind it may lag one syllable.
 * Keys are matched by `code`: with a Hangul layout, or on Windows while composing, `key` says something else.
 */
export function useImeSafeSubmit(
  ref: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  chord: 'enter' | 'mod+enter',
  onSubmit: (text: string) => void,
): void {
  const submit = useEffectEvent(onSubmit);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let pending = false;
    let lastSubmit = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const submitSoon = () => {
      pending = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const now = performance.now();
        if (now - lastSubmit < DUPLICATE_MS) return;
        lastSubmit = now;
        submit(element.value.normalize('NFC'));
      }, 0);
    };
    const onKeyDown = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (event.code !== 'Enter' && event.code !== 'NumpadEnter') return;
      if (chord === 'mod+enter' && !event.metaKey && !event.ctrlKey) return;
      // 229 is the only sign of composing that some browsers give.
      if (event.isComposing || event.keyCode === 229) {
        pending = true;
        return;
      }
      event.preventDefault();
      submitSoon();
    };
    const onCompositionEnd = () => {
      if (pending) submitSoon();
    };
    element.addEventListener('keydown', onKeyDown);
    element.addEventListener('compositionend', onCompositionEnd);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('keydown', onKeyDown);
      element.removeEventListener('compositionend', onCompositionEnd);
    };
  }, [ref, chord]);
}
