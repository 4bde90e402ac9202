import { describe, expect, it } from 'vitest';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { checkFormula } from './check.ts';
import { isStale, ruleDates, verdictChange } from './recheck.ts';

const catalogue = readSeedCatalogue();
const formula = {
  market: 'eu',
  category: '4',
  dosePct: 10,
  lines: [
    { materialId: 'linalyl-acetate', pct: 5 },
    { materialId: 'citral', pct: 2 },
  ],
} as const;

describe('checking again when an amendment or a date arrives', () => {
  it('names the label entries that a date brings: linalyl acetate on 2026-08-01', () => {
    const change = verdictChange(
      checkFormula(catalogue, { ...formula, date: '2026-07-31' }),
      checkFormula(catalogue, { ...formula, date: '2026-08-01' }),
    );
    expect(change?.newlyDue.map(({ inci }) => inci)).toEqual(['Linalyl Acetate']);
    expect(verdictChange(checkFormula(catalogue, formula), checkFormula(catalogue, formula))).toBeNull();
  });

  it('names the rows that an amendment makes fail, and the new highest dose', () => {
    // Citral 2 % at 10 % = 0.2 of 0.6; an amendment to 0.1 makes it fail and allows 5 %.
    const standards = catalogue.regulation.standards.map((standard) =>
      standard.id === 'IFRA_STD_021' ? { ...standard, cells: { ...standard.cells, '4': { kind: 'limit', pct: 0.1 } as const } } : standard,
    );
    const amended = { ...catalogue, regulation: { ...catalogue.regulation, version: 'ifra-52', standards } };
    const change = verdictChange(checkFormula(catalogue, formula), checkFormula(amended, formula));
    expect(change).toMatchObject({ okBefore: true, okAfter: false, maxDosePct: { before: 30, after: 5 } });
    expect(change?.nowFailing.map(({ ifra_id }) => ifra_id)).toEqual(['IFRA_STD_021']);
  });

  it('knows when a stored verdict is stale', () => {
    const { regulation } = catalogue;
    expect(ruleDates(regulation)).toEqual(['2026-08-01', '2028-07-31']);
    expect(isStale(regulation, { version: regulation.version, date: '2026-07-01' }, '2026-07-31')).toBe(false);
    expect(isStale(regulation, { version: regulation.version, date: '2026-07-01' }, '2026-08-01')).toBe(true);
    expect(isStale(regulation, { version: 'ifra-50', date: '2026-11-01' }, '2026-11-01')).toBe(true);
  });
});
