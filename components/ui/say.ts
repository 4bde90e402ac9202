'use client';

export interface Said {
  readonly title: string;
  readonly undo?: { readonly label: string; readonly run: () => void } | undefined;
}

type Listener = (said: Said) => void;

let listener: Listener | null = null;
let unheard: readonly Said[] = [];

/** Says what the designer's own action did, with the way back. Kept until the toasts have loaded. */
export function say(title: string, undo?: Said['undo']): void {
  const said = { title, undo };
  if (listener) listener(said);
  else unheard = [...unheard, said];
}

/** The toasts hear everything said so far and from now on. Returns how to stop listening. */
export function hear(next: Listener): () => void {
  listener = next;
  for (const said of unheard) next(said);
  unheard = [];
  return () => {
    if (listener === next) listener = null;
  };
}
