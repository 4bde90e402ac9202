/** The life of a model process, from fork to exit. */
export const CHILD_STATES = ['hello', 'loading', 'selftest', 'ready', 'busy', 'draining', 'dead'] as const;
export type ChildState = (typeof CHILD_STATES)[number];

const NEXT: Readonly<Record<ChildState, readonly ChildState[]>> = {
  hello: ['loading', 'draining', 'dead'],
  loading: ['selftest', 'draining', 'dead'],
  selftest: ['ready', 'draining', 'dead'],
  ready: ['busy', 'draining', 'dead'],
  busy: ['ready', 'draining', 'dead'],
  draining: ['dead'],
  dead: [],
};

/** True when a process in `from` may come to `to`. A late message of a draining or dead process changes nothing. */
export function mayBecome(from: ChildState, to: ChildState): boolean {
  return NEXT[from].includes(to);
}
