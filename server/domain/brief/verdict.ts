import type { Mention } from './mention.ts';

/** Weight of a mention that is asked for in a lesser amount. */
export const LESSENED = 0.4;

/** What passes a verdict: the index of its word, for the evidence. */
export interface Cue {
  readonly head: number;
}

export function setWanted(mention: Mention, wanted: boolean, complex: Cue): void {
  mention.wanted = wanted;
  mention.soft = false;
  mention.cue = complex.head;
}

export function setSoft(mention: Mention, complex: Cue): void {
  mention.wanted = false;
  mention.soft = true;
  mention.cue = complex.head;
}

export function lessen(mention: Mention, complex: Cue): void {
  mention.weight *= LESSENED;
  mention.reduced = true;
  mention.cue = complex.head;
}
