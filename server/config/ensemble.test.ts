import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CACHE_FILE, resolveCache } from './cache.ts';
import { ENSEMBLE_FILE, FollowedFile, quantisationOf, resolveEnsemble } from './ensemble.ts';
import { ConfigError, parseYaml, readYamlFile } from './read-yaml.ts';

const file = readYamlFile(fileURLToPath(ENSEMBLE_FILE));

describe('the ensemble configuration', () => {
  it('resolves for every profile, with the token budgets and timeouts of the three modes', () => {
    const config = resolveEnsemble({ file, profile: 'development' });
    expect(config.modes.fast).toEqual({ max_new_tokens: 256, temperature: 0.3, top_p: 0.8, timeout_s: 8 });
    expect(config.modes.balanced).toEqual({ max_new_tokens: 512, temperature: 0.7, top_p: 0.9, timeout_s: 12 });
    expect(config.modes.creative).toEqual({ max_new_tokens: 1024, temperature: 0.8, top_p: 0.95, timeout_s: 20 });
    expect([config.workers.count, resolveEnsemble({ file, profile: 'staging' }).workers.count]).toEqual([2, 4]);
    expect(resolveEnsemble({ file, profile: 'production' }).workers.count).toBe(8);
  });

  it('loads Q8_0 in production because load_in_8bit is on, and the seat quantisation elsewhere', () => {
    expect(quantisationOf(resolveEnsemble({ file, profile: 'production' }), 'qwen')).toBe('Q8_0');
    expect(quantisationOf(resolveEnsemble({ file, profile: 'staging' }), 'qwen')).toBe('Q4_K_M');
  });

  it('lets an overlay change one number and leaves the rest', () => {
    const config = resolveEnsemble({ file, profile: 'development', overlay: { modes: { fast: { timeout_s: 5 } } } });
    expect(config.modes.fast.timeout_s).toBe(5);
    expect(config.modes.fast.max_new_tokens).toBe(256);
    expect(() => Object.assign(config.modes.fast, { timeout_s: 1 })).toThrow(TypeError);
  });

  it('refuses an unknown key, a path instead of a manifest id, and a strange profile, and names them', () => {
    expect(() => resolveEnsemble({ file: { ...file, tempreature: 1 }, profile: 'development' })).toThrow(/tempreature/);
    const path = { seats: { qwen: { model: '../../etc/passwd' } } };
    expect(() => resolveEnsemble({ file, profile: 'development', overlay: path })).toThrow(/seats\.qwen\.model.*manifest/);
    const profiles = { ...(file.profiles as object), testing: {} };
    expect(() => resolveEnsemble({ file: { ...file, profiles }, profile: 'development' })).toThrow(/testing/);
  });

  it('keeps the last good content while the file is broken, and takes it up again when it is mended', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ensemble-')), 'a.yaml');
    const write = (text: string, at: number): void => {
      writeFileSync(path, text);
      utimesSync(path, at, at);
    };
    write('a: 1', 1);
    const followed = new FollowedFile(path, (content) => {
      if (typeof content.a !== 'number') throw new ConfigError('a.yaml', 'a must be a number');
    });
    write('a: [', 2);
    expect(followed.current()).toEqual({ a: 1 });
    expect(followed.problem).toMatch(/a\.yaml/);
    write('a: 2', 3);
    expect(followed.current()).toEqual({ a: 2 });
    expect(followed.problem).toBeNull();
  });
});

describe('YAML', () => {
  it('refuses an alias bomb, a duplicate key, a custom tag and a list', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]`;
    expect(() => parseYaml(bomb, 'x.yaml')).toThrow(/x\.yaml.*alias/i);
    expect(() => parseYaml('a: 1\na: 2', 'x.yaml')).toThrow(/unique/i);
    expect(() => parseYaml('- 1', 'x.yaml')).toThrow(/mapping/);
  });

  it('does not let an overlay reach the prototype', () => {
    const overlay = JSON.parse('{"__proto__": {"enabled": false}, "constructor": {"x": 1}}');
    expect(() => resolveEnsemble({ file, profile: 'development', overlay })).toThrow(ConfigError);
    expect(Object.hasOwn(Object.prototype, 'enabled')).toBe(false);
  });
});

describe('the cache configuration', () => {
  it('has the default time to live of an hour and refuses one outside its bounds', () => {
    const cache = readYamlFile(fileURLToPath(CACHE_FILE));
    expect(resolveCache({ file: cache }).ttl_seconds).toBe(3600);
    expect(() => resolveCache({ file: cache, overlay: { cache: { ttl_seconds: 60 } } })).toThrow(/ttl_seconds/);
  });
});
