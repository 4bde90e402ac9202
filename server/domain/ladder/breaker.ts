export interface BreakerSettings {
  /** Deaths within the window that open the breaker. */
  readonly deaths: number;
  readonly windowMs: number;
  readonly openMs: number;
}

/** The deaths that still count, and until when no restart is tried. Times are milliseconds of any steadily rising clock. */
export interface Breaker {
  readonly deaths: readonly number[];
  readonly openUntil: number | null;
}

export const CLOSED: Breaker = { deaths: [], openUntil: null };

export type BreakerState = 'closed' | 'open' | 'half_open';

/** Half open: the pause is over and one attempt is under way; the next death opens it again at once. */
export function breakerState(breaker: Breaker, now: number): BreakerState {
  if (breaker.openUntil === null) return 'closed';
  return now < breaker.openUntil ? 'open' : 'half_open';
}

export function afterDeath(breaker: Breaker, now: number, settings: BreakerSettings): Breaker {
  const deaths = [...breaker.deaths.filter((at) => now - at < settings.windowMs), now];
  const opens = deaths.length >= settings.deaths || breakerState(breaker, now) === 'half_open';
  return { deaths, openUntil: opens ? now + settings.openMs : breaker.openUntil };
}

/** A model that has answered well closes its breaker and is forgiven. */
export function afterGoodService(breaker: Breaker, now: number): Breaker {
  return breakerState(breaker, now) === 'half_open' ? CLOSED : breaker;
}

/** The pause before restart `attempt` (0 …): doubling from `firstMs` to `maxMs`, less up to a quarter by `jitter` in 0..1. */
export function backoffMs(attempt: number, jitter: number, { firstMs, maxMs }: { firstMs: number; maxMs: number }): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30)) * (1 - 0.25 * jitter);
}
