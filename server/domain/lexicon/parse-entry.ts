import { STYLES } from '../ingredient/family.ts';
import { parseFamilies } from '../ingredient/parse-material.ts';
import { type RawRow, RowReader } from '../table/row.ts';
import { ENTRY_KINDS, LexiconEntry } from './entry.ts';

/** One row of a lexicon table. Throws CellError with file, row and column. */
export function parseEntry(where: string, raw: RawRow): LexiconEntry {
  const row = new RowReader(where, raw);
  const entry: LexiconEntry = {
    id: row.text('id'),
    kind: row.oneOf('kind', ENTRY_KINDS),
    forms: row.list('forms'),
    families: parseFamilies(row, 'families'),
    intensity: row.number('intensity'),
    complexity: row.number('complexity'),
    style: row.raw('style') === '' ? null : row.oneOf('style', STYLES),
    value: row.textOrNull('value'),
    materials: row.list('materials'),
  };
  row.done();
  return row.finish(LexiconEntry, entry);
}
