import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { DomainError } from '../error.ts';
import { readLines, type WrittenLine } from './read-lines.ts';

const catalogue = readSeedCatalogue();

function refusal(lines: WrittenLine[]): DomainError {
  try {
    readLines(catalogue, lines);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the lines were read');
}

describe('reading lines', () => {
  it('names every line that cannot be read, each with its reason', () => {
    const error = refusal([
      { ingredient: 'Citral', pct: 1 },
      { ingredient: 'Lime oil', pct: 1 },
      { ingredient: 'unobtanium', pct: 1 },
      { ingredient: 'Citral', pct: 0 },
      { ingredient: 'Citral', pct: '0,5' },
      { ingredient: 'Citral', pct: 1, strength: 1.5 },
      { pct: 1 },
    ]);
    expect(error.code).toBe('ambiguous_ingredient');
    expect(error.details.choices).toEqual(['lime-oil-distilled', 'lime-oil-expressed']);
    const problems = error.details.problems as { line: number; code: string }[];
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [2, 'ambiguous_ingredient'],
      [3, 'unknown_ingredient'],
      [4, 'bad_input'],
      [5, 'bad_input'],
      [6, 'bad_input'],
      [7, 'bad_input'],
    ]);
  });

  it('lets a known name win over another CAS number, and says so', () => {
    const { lines, warnings } = readLines(catalogue, [{ ingredient: 'Citral', cas: '5989-27-5', pct: '1 %' }]);
    expect(lines[0]?.material.id).toBe('citral');
    expect(lines[0]?.pct).toBe(1);
    expect(warnings[0]).toContain('5989-27-5');
  });

  it('drops nothing silently: a key without meaning becomes a warning', () => {
    expect(readLines(catalogue, [{ ingredient: 'Citral', pct: 1, note: 'top' }]).warnings[0]).toContain('note');
  });
});
