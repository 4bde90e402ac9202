import { sha256Hex } from '../math/sha256.ts';
import type { Reading } from './reading.ts';

export interface CanonicalInput {
  readonly reading: Reading;
  /** Content words that were not understood, sorted. */
  readonly residual: readonly string[];
  readonly negations: number;
  readonly unresolvedCues: number;
}

/** Shares differ from this step on. */
const SHARE_STEP = 0.05;

/**
 * The reading without what does not change the formula (evidence, confidence, the question), lists sorted, shares rounded, and
 * with what was left over. Two briefs with equal canonical forms may share one cached answer.
 */
export function canonicalForm({ reading, residual, negations, unresolvedCues }: CanonicalInput): unknown {
  const { evidence: _evidence, confidence: _confidence, clarify: _clarify, notices, ...rest } = reading;
  const shares = Object.fromEntries(
    Object.entries(reading.notes_preference).map(([family, share]) => [family, Math.round(share / SHARE_STEP) * SHARE_STEP]),
  );
  return sorted({
    ...rest,
    notes_preference: shares,
    notices: notices.map(({ kind, cas, requested_pct, limit_pct }) => [kind, cas ?? '', requested_pct ?? 0, limit_pct ?? 0].join(' ')),
    residual: [...residual],
    counts: { negations, unresolvedCues },
  });
}

/** sha-256 of the canonical form; null when a cue could not be attached. */
export function canonicalKey(canonical: unknown, unresolvedCues: number): string | null {
  return unresolvedCues > 0 ? null : sha256Hex(JSON.stringify(canonical));
}

/** Keys sorted; lists of texts sorted; numbers to six digits so that arithmetic noise cannot split a key. */
function sorted(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(6));
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item) => typeof item === 'string') ? items.sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
