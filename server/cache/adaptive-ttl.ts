import type { CacheConfig } from '../config/cache.ts';

/** The time to live in force and when it last moved. */
export interface AdaptiveTtl {
  readonly seconds: number;
  /** Milliseconds of any steadily rising clock; null before the first move. */
  readonly movedAt: number | null;
}

type Settings = Pick<CacheConfig, 'ttl_seconds' | 'ttl_min_seconds' | 'ttl_max_seconds' | 'load_low' | 'load_high' | 'step_every_s'>;

export function initialTtl(settings: Settings): AdaptiveTtl {
  return { seconds: settings.ttl_seconds, movedAt: null };
}

/**
 * Busy machines keep answers longer: doubled above `load_high`, halved below `load_low`, at most one step per
 * `step_every_s`, within the bounds. Load is 0..1: the larger of queue share and busy sequences.
 */
export function afterLoad(ttl: AdaptiveTtl, load: number, now: number, settings: Settings): AdaptiveTtl {
  if (ttl.movedAt !== null && now - ttl.movedAt < settings.step_every_s * 1000) return ttl;
  const factor = load > settings.load_high ? 2 : load < settings.load_low ? 0.5 : 1;
  const seconds = Math.min(settings.ttl_max_seconds, Math.max(settings.ttl_min_seconds, ttl.seconds * factor));
  return seconds === ttl.seconds ? ttl : { seconds, movedAt: now };
}

/** A key's own time to live: spread by ± `jitter` so that entries written together do not expire together. */
export function jittered(seconds: number, key: string, jitter: number): number {
  const share = Number.parseInt(key.slice(0, 8), 16) / 0xffff_ffff;
  return seconds * (1 + jitter * (2 * share - 1));
}
