import { parseFamilies } from '#domain/ingredient/parse-material.ts';
import { buildLexicon, type Lexicon } from '#domain/lexicon/build-lexicon.ts';
import type { LexiconEntry } from '#domain/lexicon/entry.ts';
import { type RawRow, RowReader } from '#domain/table/row.ts';
import { readSeedCatalogue, rows } from './read-seed.ts';

let cached: Lexicon | undefined;

/** The lexicon as shipped, over the catalogue as shipped. */
export function readSeedLexicon(): Lexicon {
  cached ??= buildLexicon(
    readSeedCatalogue(),
    rows('korean_lexicon.csv', parseStart).filter((entry) => entry !== null),
  );
  return cached;
}

function parseStart(where: string, raw: RawRow): LexiconEntry | null {
  const row = new RowReader(where, raw);
  const kind = row.text('kind');
  if (!['family', 'ingredient', 'attr', 'mood'].includes(kind)) return null;
  return {
    id: `row-${where.replace(/\D/g, '')}`,
    kind: kind === 'ingredient' ? 'material' : kind === 'family' ? 'family' : 'mood',
    forms: [row.text('term'), ...row.list('variants')],
    families: parseFamilies(row, 'families_weights'),
    intensity: row.number('intensity_delta'),
    complexity: row.number('complexity_delta'),
    style: null,
    value: null,
    materials: [],
  };
}
