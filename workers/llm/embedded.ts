import { readBrief } from '#domain/brief/read-brief.ts';
import { templateHints } from '#domain/brief/template-hints.ts';
import { validateReading } from '#domain/brief/validate-reading.ts';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { Lexicon } from '#domain/lexicon/build-lexicon.ts';
import { contentGuard } from './content-guard.ts';
import type { Embedded } from './read-with-ladder.ts';

/** The engines that are always there, bound to a catalogue and a lexicon; `seed` is the run's, for its hints. */
export function embeddedOf({ catalogue, lexicon }: { catalogue: Catalogue; lexicon: Lexicon }, seed: number): Embedded {
  return {
    catalogue,
    facts: `${lexicon.version}/${catalogue.regulation.version}`,
    read: (brief) => readBrief(brief, lexicon),
    guard: (brief) => contentGuard(brief, lexicon),
    validate: (reading) => validateReading(reading, catalogue),
    hints: (reading) => templateHints(reading, { seed, catalogue }),
  };
}
