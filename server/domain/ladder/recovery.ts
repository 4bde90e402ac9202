/** How quickly a model counts as alive again. */
export interface RecoverySettings {
  readonly goodProbes: number;
  readonly holdMs: number;
}

/** What is remembered of one model's probes. Times are milliseconds of any steadily rising clock. */
export interface Recovery {
  readonly up: boolean;
  /** Good probes in a row while down. */
  readonly good: number;
  /** When the row of good probes began. */
  readonly goodSince: number | null;
  readonly lastUpAt: number | null;
}

export const NEVER_UP: Recovery = { up: false, good: 0, goodSince: null, lastUpAt: null };

/**
 * One probe folded in. Down at the first bad probe: nobody is sent to a dead model. Up after `goodProbes` good ones in a
 * row and `holdMs` of them; the first time, without the hold. A model that was up for less than the hold waits the
 * difference longer, so that changes average at most one per hold.
 */
export function afterProbe(state: Recovery, good: boolean, now: number, { goodProbes, holdMs }: RecoverySettings): Recovery {
  if (!good) return { up: false, good: 0, goodSince: null, lastUpAt: state.lastUpAt };
  if (state.up) return state;
  const count = state.good + 1;
  const since = state.goodSince ?? now;
  const first = state.lastUpAt === null;
  const held = first || (now - since >= holdMs && now - state.lastUpAt >= 2 * holdMs);
  if (count >= goodProbes && held) return { up: true, good: count, goodSince: since, lastUpAt: now };
  return { up: false, good: count, goodSince: since, lastUpAt: state.lastUpAt };
}
