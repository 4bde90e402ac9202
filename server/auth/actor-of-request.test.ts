import { describe, expect, it } from 'vitest';
import { isSameOrigin } from './actor-of-request.ts';

describe('same-origin check', () => {
  it('lets our own pages and plain clients through and refuses foreign pages', () => {
    const host = 'localhost:8000';
    expect(isSameOrigin(new Headers({ host, origin: 'http://localhost:8000' }))).toBe(true);
    expect(isSameOrigin(new Headers({ host }))).toBe(true);
    expect(isSameOrigin(new Headers({ host, origin: 'https://evil.example' }))).toBe(false);
    expect(isSameOrigin(new Headers({ host, origin: 'null' }))).toBe(false);
    expect(isSameOrigin(new Headers({ host, 'sec-fetch-site': 'cross-site' }))).toBe(false);
  });
});
