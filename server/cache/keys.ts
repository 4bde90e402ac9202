import { createHash } from 'node:crypto';

/** What an answer depends on besides the brief itself. A change of any makes old entries unfindable; nothing is deleted. */
export interface CacheScope {
  /** Briefs are trade secrets: one owner never meets another's entries. */
  readonly tenant: string;
  /** Schema, prompts, models with their quantisation, lexicon, limits, locale. */
  readonly versions: string;
}

/** The key of a brief met before letter by letter. Only what cannot change its meaning is folded. */
export function exactKey(scope: CacheScope, brief: string): string {
  return digest('exact', scope, foldedText(brief));
}

/** The key of a canonical form. The form itself is stored beside it and decides by equality. */
export function canonicalKey(scope: CacheScope, canonical: string): string {
  return digest('canonical', scope, canonical);
}

/** NFC, full-width letters and digits made narrow, runs of white space made one space. Particles and endings stay. */
export function foldedText(brief: string): string {
  const narrow = brief.normalize('NFC').replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return narrow.replace(/\s+/g, ' ').trim();
}

/** sha-256 of a brief's folded text, for lists that must not hold the brief itself. */
export function briefHash(brief: string): string {
  return createHash('sha256').update(foldedText(brief)).digest('hex');
}

function digest(kind: string, { tenant, versions }: CacheScope, text: string): string {
  // Lengths before the parts: no two different scopes can spell the same string.
  const parts = [kind, tenant, versions, text].map((part) => `${Buffer.byteLength(part)}:${part}`);
  return createHash('sha256').update(parts.join('')).digest('hex');
}
