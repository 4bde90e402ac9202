import { z } from 'zod';
import { checkBrief } from '#domain/brief/check-brief.ts';
import { describeTrace } from '#domain/brief/describe-trace.ts';
import { readBrief, traceBrief } from '#domain/brief/read-brief.ts';
import { validateReading } from '#domain/brief/validate-reading.ts';
import { DomainError } from '#domain/error.ts';
import { Market } from '#domain/regulation/category-schema.ts';
import { MODES } from '#domain/run/mode.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { answerEachLine, EXIT, type Verb } from '../verb.ts';

const InterpretLine = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  brief: z.string(),
  mode: z.enum(MODES).default('balanced'),
  market: Market.optional(),
  dose_pct: z.number().positive().max(100).optional(),
});

const HELP = `in:  {id?, brief: 1–2,000 characters, mode?: fast|balanced|creative, market?: ifra|eu|kr|all, dose_pct?}
out: {id, reading, validation, key, servedBy: {read, validate}, servedMode, ms}
--trace "brief": prints one brief through every stage, for people.`;

export const verb: Verb = {
  summary: 'interpret: read briefs into validated JSON with the embedded reader, one per line',
  help: HELP,
  async run(io, args) {
    const lexicon = readSeedLexicon();
    const trace = args.indexOf('--trace');
    if (trace >= 0) {
      const checked = readable(args[trace + 1] ?? '');
      process.stdout.write(`${describeTrace(traceBrief(checked, lexicon)).join('\n')}\n`);
      return EXIT.allAnswered;
    }
    const catalogue = readSeedCatalogue();
    return answerEachLine(io, InterpretLine, ({ brief, mode, market, dose_pct }) => {
      const checked = readable(brief);
      const started = performance.now();
      const { reading, key } = readBrief(checked, lexicon);
      const validation = validateReading(reading, catalogue, { ...(market && { market }), ...(dose_pct && { dosePct: dose_pct }) });
      const ms = Math.round((performance.now() - started) * 1000) / 1000;
      return { reading, validation, key, servedBy: { read: 'embedded', validate: 'rules' }, servedMode: mode, ms };
    });
  },
};

/** The brief as it may be read. Throws bad_input or too_long with the sentence for the person. */
export function readable(brief: string): string {
  const checked = checkBrief(brief);
  if (checked.ok) return checked.brief;
  throw new DomainError(checked.code === 'too_long' ? 'too_long' : 'bad_input', checked.messageEn, checked.messageKo, {
    fault: checked.code,
  });
}
