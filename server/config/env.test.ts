import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const DATABASE_URL = 'postgres://studio@127.0.0.1:5432/studio';

describe('environment', () => {
  it('defaults to the development profile on loopback', () => {
    expect(readEnv({ DATABASE_URL })).toMatchObject({ APP_ENV: 'development', HOST: '127.0.0.1', PORT: 8000 });
  });

  it('refuses another bind address in development, and says why', () => {
    expect(() => readEnv({ DATABASE_URL, HOST: '0.0.0.0' })).toThrow(/HOST: .*loopback only/);
  });

  it('stops a production boot without its secret and names it', () => {
    expect(() => readEnv({ DATABASE_URL, APP_ENV: 'production', HOST: '0.0.0.0' })).toThrow(/AUTH_SECRET: is required/);
  });

  it('names a wrong database address', () => {
    expect(() => readEnv({ DATABASE_URL: 'mysql://x' })).toThrow(/DATABASE_URL: must begin with postgres/);
  });
});
