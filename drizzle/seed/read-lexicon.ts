import { buildLexicon, type Lexicon } from '#domain/lexicon/build-lexicon.ts';
import type { LexiconEntry } from '#domain/lexicon/entry.ts';
import { parseEntry } from '#domain/lexicon/parse-entry.ts';
import { readSeedCatalogue, rows } from './read-seed.ts';

export const LEXICON_FILES = ['smells', 'materials', 'context', 'grammar'] as const;

let cached: Lexicon | undefined;

/** The lexicon as shipped, over the catalogue as shipped. */
export function readSeedLexicon(): Lexicon {
  cached ??= buildLexicon(readSeedCatalogue(), readSeedEntries());
  return cached;
}

/** The rows of the lexicon tables, in the order in which a surface is claimed. */
export function readSeedEntries(): LexiconEntry[] {
  return LEXICON_FILES.flatMap((file) => rows(`lexicon/${file}.csv`, parseEntry));
}
