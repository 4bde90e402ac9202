import { createHash, timingSafeEqual } from 'node:crypto';
import type { Env } from '../config/env.ts';

/** In development (loopback only) anyone; elsewhere whoever holds METRICS_TOKEN. Without a token nobody. */
export function mayReadMetrics(headers: Headers, env: Pick<Env, 'APP_ENV' | 'METRICS_TOKEN'>): boolean {
  if (env.APP_ENV === 'development') return true;
  if (!env.METRICS_TOKEN) return false;
  return timingSafeEqual(digest(headers.get('authorization') ?? ''), digest(`Bearer ${env.METRICS_TOKEN}`));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
