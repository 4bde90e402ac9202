import { z } from 'zod';
import { readBrief } from '#domain/brief/read-brief.ts';
import { Reading } from '#domain/brief/reading.ts';
import { templateHints } from '#domain/brief/template-hints.ts';
import { DomainError } from '#domain/error.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { answerEachLine, type Verb } from '../verb.ts';
import { readable } from './interpret.ts';

const HintsLine = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  brief: z.string().optional(),
  reading: Reading.optional(),
  seed: z.number().int().nonnegative().default(1),
  locale: z.enum(['ko', 'en']).default('ko'),
});

export const verb: Verb = {
  summary: 'hints: creative hints for a brief or a reading, one per line',
  help: `in:  {id?, brief or reading, seed?: integer (1), locale?: ko|en}
out: {id, hints: [5–8], servedBy}`,
  run(io) {
    const lexicon = readSeedLexicon();
    const catalogue = readSeedCatalogue();
    return answerEachLine(io, HintsLine, ({ brief, reading, seed, locale }) => {
      const read = reading ?? (brief === undefined ? undefined : readBrief(readable(brief), lexicon).reading);
      if (!read) throw new DomainError('bad_input', 'a line needs brief or reading', '브리프나 해석 결과가 필요해요.');
      return { hints: templateHints(read, { seed, catalogue, locale }), servedBy: 'templates' };
    });
  },
};
