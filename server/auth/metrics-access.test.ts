import { describe, expect, it } from 'vitest';
import { mayReadMetrics } from './metrics-access.ts';

describe('metrics access', () => {
  const headers = (authorization?: string) => new Headers(authorization ? { authorization } : {});

  it('is open on loopback development, and elsewhere for the token alone', () => {
    expect(mayReadMetrics(headers(), { APP_ENV: 'development', METRICS_TOKEN: undefined })).toBe(true);
    expect(mayReadMetrics(headers('Bearer secret'), { APP_ENV: 'production', METRICS_TOKEN: 'secret' })).toBe(true);
    expect(mayReadMetrics(headers('Bearer other'), { APP_ENV: 'production', METRICS_TOKEN: 'secret' })).toBe(false);
    expect(mayReadMetrics(headers(), { APP_ENV: 'staging', METRICS_TOKEN: undefined })).toBe(false);
  });
});
