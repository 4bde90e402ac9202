import type { Allergen } from './allergens.ts';
import type { CheckResult, CheckRow } from './check.ts';
import type { RegulationTables } from './tables.ts';

/** What two judgements of one formula differ in: another version of the data, another day, or another market. */
export interface VerdictChange {
  readonly okBefore: boolean;
  readonly okAfter: boolean;
  /** Rows that fail now and did not, and the other way round. */
  readonly nowFailing: readonly CheckRow[];
  readonly nowPassing: readonly CheckRow[];
  /** Label names due now that were not. */
  readonly newlyDue: readonly Allergen[];
  readonly maxDosePct: { readonly before: number; readonly after: number };
}

/** Compares a stored verdict with a new one; null when nothing that matters has changed. */
export function verdictChange(before: CheckResult, after: CheckResult): VerdictChange | null {
  const key = ({ source, ifra_id, standard, kind }: CheckRow): string => [source, ifra_id ?? standard, kind].join('|');
  const failing = (result: CheckResult): Map<string, CheckRow> =>
    new Map(result.results.filter(({ ok }) => !ok).map((row) => [key(row), row]));
  const [failedBefore, failsAfter] = [failing(before), failing(after)];
  const dueBefore = new Set(before.allergens.filter(({ declare }) => declare).map(({ list, inci }) => `${list}|${inci}`));
  const change: VerdictChange = {
    okBefore: before.ok,
    okAfter: after.ok,
    nowFailing: [...failsAfter].filter(([row]) => !failedBefore.has(row)).map(([, row]) => row),
    nowPassing: [...failedBefore].filter(([row]) => !failsAfter.has(row)).map(([, row]) => row),
    newlyDue: after.allergens.filter(({ list, inci, declare }) => declare && !dueBefore.has(`${list}|${inci}`)),
    maxDosePct: { before: before.max_dose_pct, after: after.max_dose_pct },
  };
  const same =
    change.nowFailing.length + change.nowPassing.length + change.newlyDue.length === 0 && before.max_dose_pct === after.max_dose_pct;
  return same ? null : change;
}

/** Days on which the tables themselves say that a rule begins or a transition ends, ascending ISO dates. */
export function ruleDates(tables: RegulationTables): string[] {
  const dates = tables.euAllergens.flatMap(({ newProductsFrom, existingProductsUntil }) => [newProductsFrom, existingProductsUntil]);
  return [...new Set(dates.filter((date) => date !== null))].sort();
}

/** A stored verdict is stale when the data have another version or a rule date has passed since. */
export function isStale(tables: RegulationTables, judged: { readonly version: string; readonly date: string }, today: string): boolean {
  return judged.version !== tables.version || ruleDates(tables).some((date) => judged.date < date && date <= today);
}
