'use client';

/** Runs `work` once the page has loaded and the browser has nothing else to do. Returns how to give it up. */
export function whenIdle(work: () => void): () => void {
  let cancel: () => void = () => undefined;
  const wait = (): void => {
    if ('requestIdleCallback' in window) {
      const handle = requestIdleCallback(work);
      cancel = () => cancelIdleCallback(handle);
    } else {
      const handle = setTimeout(work, 200);
      cancel = () => clearTimeout(handle);
    }
  };
  if (document.readyState === 'complete') wait();
  else {
    window.addEventListener('load', wait, { once: true });
    cancel = () => window.removeEventListener('load', wait);
  }
  return () => cancel();
}
