import { z } from 'zod';
import { checked, overlaid, type Plain } from './read-yaml.ts';

const CacheFile = z.strictObject({
  cache: z
    .strictObject({
      enabled: z.boolean(),
      ttl_seconds: z.number().positive(),
      ttl_min_seconds: z.number().positive(),
      ttl_max_seconds: z.number().positive(),
      load_low: z.number().min(0).max(1),
      load_high: z.number().min(0).max(1),
      step_every_s: z.number().positive(),
      jitter: z.number().min(0).max(0.5),
      max_entries: z.number().int().min(1),
    })
    .refine((cache) => cache.ttl_min_seconds <= cache.ttl_seconds && cache.ttl_seconds <= cache.ttl_max_seconds, {
      path: ['ttl_seconds'],
      message: 'must lie between ttl_min_seconds and ttl_max_seconds',
    })
    .refine((cache) => cache.load_low < cache.load_high, { path: ['load_low'], message: 'must be below load_high' }),
});
export type CacheConfig = Readonly<z.infer<typeof CacheFile>['cache']>;

export const CACHE_FILE = new URL('../../configs/cache.yaml', import.meta.url);

/** The cache's settings: the file with an admin's overlay. Throws ConfigError. */
export function resolveCache({ file, overlay = {} }: { file: Plain; overlay?: Plain }): CacheConfig {
  return checked(CacheFile, overlaid(file, overlay), 'cache.yaml').cache;
}
