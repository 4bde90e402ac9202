import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

let folder = '';
const settings = (env: Record<string, string>) => readSettings({ NODE_ENV: 'test', STUDIO_STATE_DIR: folder, ...env });

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fragrance-settings-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings of a start', () => {
  it('are those of the development profile when nothing is said', () => {
    expect(settings({})).toEqual({
      profile: 'development',
      host: '127.0.0.1',
      port: null,
      stateDir: folder,
      databaseUrl: null,
      llmWorkers: 1,
      rlWorkers: 1,
    });
  });

  it('refuse to open the automatically signed-in profile to other machines', () => {
    expect(() => settings({ HOST: '0.0.0.0' })).toThrow(/HOST=0\.0\.0\.0 is refused/);
    expect(() => settings({ HOST: '192.168.0.7' })).toThrow(/answers on this machine only/);
    expect(settings({ HOST: 'localhost' }).host).toBe('localhost');
  });

  it('name the missing secret outside development', () => {
    expect(() => settings({ APP_ENV: 'production', HOST: '0.0.0.0' })).toThrow(/AUTH_SECRET: is required/);
  });

  it.each([
    [{ APP_ENV: 'prod' }, /APP_ENV=prod is not a profile/],
    [{ PORT: 'abc' }, /PORT=abc is not a port/],
    [{ PORT: '70000' }, /PORT=70000 is not a port/],
    [{ RL_WORKERS: 'many' }, /RL_WORKERS=many is not a number of workers/],
  ])('say what is wrong with %j', (env, words) => {
    expect(() => settings(env)).toThrow(words);
  });

  it('take empty variables as not set', () => {
    expect(settings({ PORT: '', HOST: '', DATABASE_URL: '' })).toMatchObject({ port: null, host: '127.0.0.1', databaseUrl: null });
  });
});
