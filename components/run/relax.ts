import type { Reading } from '#domain/brief/reading.ts';

export interface Cause {
  readonly cause: string;
  /** Share of attempts this cause removed, %; null when it was not counted. */
  readonly pct: number | null;
}

/** What the server says made a run infeasible, strictest first. Details it does not know are left out. */
export function causesOf(details: Readonly<Record<string, unknown>> | undefined): Cause[] {
  const causes = details?.causes;
  const entries = Array.isArray(causes)
    ? causes.flatMap((one: unknown) => {
        if (typeof one === 'string') return [{ cause: one, pct: null }];
        if (typeof one !== 'object' || one === null || !('cause' in one) || typeof one.cause !== 'string') return [];
        return [{ cause: one.cause, pct: percent(one) }];
      })
    : typeof causes === 'object' && causes !== null
      ? Object.entries(causes).map(([cause, share]) => ({ cause, pct: typeof share === 'number' ? toPercent(share) : null }))
      : [];
  return entries.toSorted((a, b) => (b.pct ?? 0) - (a.pct ?? 0));
}

function percent(entry: object): number | null {
  if ('pct' in entry && typeof entry.pct === 'number') return entry.pct;
  if ('share' in entry && typeof entry.share === 'number') return toPercent(entry.share);
  return null;
}

function toPercent(share: number): number {
  return share <= 1 ? share * 100 : share;
}

export const RELAXABLE = ['cost_cap', 'exclude_families', 'exclude_ingredients', 'include_ingredients', 'longevity_hours_min'] as const;
export type Relaxable = (typeof RELAXABLE)[number];

/** The hard conditions that a reading sets and a designer may loosen with one tap. */
export function relaxable(reading: Reading): Relaxable[] {
  return RELAXABLE.filter((field) => {
    const value = reading[field];
    return Array.isArray(value) ? value.length > 0 : value !== null;
  });
}

export function relax(reading: Reading, field: Relaxable): Reading {
  return { ...reading, [field]: Array.isArray(reading[field]) ? [] : null };
}
