import type { Lexicon } from '../../lexicon/build-lexicon.ts';
import { readBrief } from '../read-brief.ts';
import { type Expectation, judgeReading } from './expectation.ts';

/**
 * How the embedded reader reads briefs whose right reading is known: share of single expectations met, and of briefs that met
 * all of theirs, both 0..1. NaN of no briefs.
 */
export function readingAccuracy(
  briefs: readonly { readonly brief: string; readonly expected: Expectation }[],
  lexicon: Lexicon,
): { assertions: number; briefs: number } {
  const judged = briefs.map(({ brief, expected }) => judgeReading(readBrief(brief, lexicon).reading, expected).map(({ ok }) => ok));
  const all = judged.flat();
  return {
    assertions: all.filter(Boolean).length / all.length,
    briefs: judged.filter((one) => one.every(Boolean)).length / judged.length,
  };
}
