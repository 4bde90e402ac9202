import { expect, test } from 'vitest';
import { sha256Hex } from './sha256.ts';

// FIPS 180-4 examples, and one in Korean checked with `printf '향수' | sha256sum`.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ['향수', '4a187426fb98765fedd23862ae017a437d68b9f1f751cb20f3a403ac970ea112'],
])('digests %j', (text, digest) => {
  expect(sha256Hex(text)).toBe(digest);
});
