import { DomainError } from '#domain/error.ts';

/** A count given on the command line. */
export function positiveInteger(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new DomainError('bad_input', `${option} must be a whole number from 1, not ${JSON.stringify(text)}`, '1 이상의 정수를 주세요.');
  }
  return value;
}
