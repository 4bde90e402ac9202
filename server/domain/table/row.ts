import type { z } from 'zod';

/** A row of a handed-over table: column name → cell text. */
export type RawRow = Readonly<Record<string, string>>;

/** A cell that was not understood. Stops the seed and names file, row and column. */
export class CellError extends Error {
  constructor(where: string, column: string, value: string, expected: string) {
    super(`${where}, column ${column}: cannot read ${JSON.stringify(value)}; expected ${expected}`);
    this.name = 'CellError';
  }
}

/** Reads the cells of one row strictly. `where` names file and row for the error. */
export class RowReader {
  readonly where: string;
  readonly #row: RawRow;
  readonly #unread: Set<string>;

  constructor(where: string, row: RawRow) {
    this.where = where;
    this.#row = row;
    this.#unread = new Set(Object.keys(row));
  }

  /** The trimmed cell, '' when empty. Throws when the column does not exist. */
  raw(column: string): string {
    const value = this.#row[column];
    if (value === undefined) throw new CellError(this.where, column, '', 'a column of this name');
    this.#unread.delete(column);
    return value.trim();
  }

  fail(column: string, expected: string): never {
    throw new CellError(this.where, column, this.raw(column), expected);
  }

  text(column: string): string {
    return this.raw(column) || this.fail(column, 'some text');
  }

  textOrNull(column: string): string | null {
    return this.raw(column) || null;
  }

  number(column: string): number {
    return this.numberOrNull(column) ?? this.fail(column, 'a number');
  }

  numberOrNull(column: string): number | null {
    const value = this.raw(column);
    if (value === '') return null;
    return parseNumber(value) ?? this.fail(column, 'a number or nothing');
  }

  oneOf<const T extends string>(column: string, choices: readonly T[]): T {
    const value = this.raw(column);
    return choices.find((choice) => choice === value) ?? this.fail(column, `one of ${choices.join(', ')}`);
  }

  yesNo(column: string): boolean {
    return this.oneOf(column, ['y', 'n']) === 'y';
  }

  /** Parts of a cell separated by `separator`, trimmed, empty parts dropped. */
  list(column: string, separator = '|'): string[] {
    return this.raw(column)
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  casList(column: string): string[] {
    const values = this.list(column);
    if (values.length === 0 || !values.every(isCas)) this.fail(column, 'CAS numbers separated by |');
    return values;
  }

  /** The finished record, checked by its schema; a violation names this row. */
  finish<T>(schema: z.ZodType<T>, record: unknown): T {
    const result = schema.safeParse(record);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    throw new CellError(this.where, issue?.path.join('.') ?? '', '', issue?.message ?? 'a valid record');
  }

  /** Call last: a column nobody read means the table has changed its shape. */
  done(ignored: readonly string[] = []): void {
    for (const column of ignored) this.#unread.delete(column);
    const [column] = this.#unread;
    if (column !== undefined) throw new CellError(this.where, column, this.raw(column), 'no such column');
  }
}

const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;

/** A plain decimal number, or null: no thousands marks, no trailing words, no infinities. */
export function parseNumber(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** A CAS registry number with a right check digit. */
export function isCas(text: string): boolean {
  if (!/^\d{2,7}-\d{2}-\d$/.test(text)) return false;
  const digits = text.replaceAll('-', '');
  let sum = 0;
  for (let i = 0; i < digits.length - 1; i++) sum += Number(digits[digits.length - 2 - i]) * (i + 1);
  return sum % 10 === Number(digits.at(-1));
}
