import { z } from 'zod';
import { DomainError, type ErrorCode } from '../error.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import { readAmount } from './read-amount.ts';

/** A number, or a text that holds one ("12.5 %", "1만 2천"). */
export const Amount = z.union([z.number(), z.string()]);

/** A line as a person or a program writes it. */
export const WrittenLine = z.looseObject({
  ingredient: z.string().optional(),
  cas: z.string().optional(),
  pct: Amount,
  /** 1 = neat, 0.1 = a 10 % dilution. */
  strength: Amount.optional(),
});
export type WrittenLine = z.infer<typeof WrittenLine>;

export interface ReadLine {
  readonly material: Material;
  readonly pct: number;
  readonly strength: number;
}

interface LineProblem {
  readonly line: number;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly reason_ko: string;
  readonly choices?: unknown;
}

const KNOWN_KEYS = new Set(['ingredient', 'cas', 'pct', 'strength']);

/**
 * Reads every line, or says what is wrong with each of those that cannot be read: throws one error with the code of the first
 * problem and `problems [{line, code, reason, choices?}]`. Nothing is dropped: keys that mean nothing here become warnings.
 */
export function readLines(catalogue: Catalogue, written: readonly WrittenLine[]): { lines: ReadLine[]; warnings: string[] } {
  const lines: ReadLine[] = [];
  const warnings: string[] = [];
  const problems: LineProblem[] = [];
  for (const [i, line] of written.entries()) {
    try {
      const { material, warnings: remarks } = resolveMaterial(catalogue, { ingredient: line.ingredient, cas: line.cas });
      const pct = amountWithin(line.pct, 100, 'pct', '함량(%)');
      const strength = line.strength === undefined ? 1 : amountWithin(line.strength, 1, 'strength', '희석 농도');
      lines.push({ material, pct, strength });
      warnings.push(...remarks);
      const unused = Object.keys(line).filter((key) => !KNOWN_KEYS.has(key));
      if (unused.length > 0) warnings.push(`${i + 1}번째 줄의 ${unused.join(', ')} 항목은 쓰지 않았어요.`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { choices } = error.details;
      problems.push({ line: i + 1, code: error.code, reason: error.message, reason_ko: error.messageKo, ...(choices ? { choices } : {}) });
    }
  }
  const [first] = problems;
  if (first) {
    const where = `line ${first.line}: ${first.reason}`;
    throw new DomainError(first.code, where, `${first.line}번째 줄: ${first.reason_ko}`, {
      line: first.line,
      ...(first.choices ? { choices: first.choices } : {}),
      problems,
    });
  }
  return { lines, warnings };
}

/** A dose, % of the finished product. Throws bad_input outside (0, 100]. */
export function readDose(written: number | string): number {
  return amountWithin(written, 100, 'dose_pct', '부향률');
}

function amountWithin(written: number | string, highest: number, key: string, keyKo: string): number {
  const amount = typeof written === 'string' ? readAmount(written) : written;
  if (typeof amount !== 'number') throw new DomainError('bad_input', `${key} ${JSON.stringify(written)} is not a number`, amount.problem);
  if (!(amount > 0 && amount <= highest)) {
    throw new DomainError(
      'bad_input',
      `${key} must be above 0 and at most ${highest}, not ${amount}`,
      `${keyKo}은 0 초과 ${highest} 이하여야 해요.`,
    );
  }
  return amount;
}
