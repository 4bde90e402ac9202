import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Expectation } from '#domain/brief/golden/expectation.ts';

/** tuning: looked at while rules were written; held-out: written before, never looked into; open: handed over with the project. */
export const GOLDEN_SETS = ['tuning', 'held-out', 'open'] as const;
export type GoldenSet = (typeof GOLDEN_SETS)[number];

export const GoldenBrief = z.strictObject({
  id: z.string(),
  brief: z.string(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  tags: z.array(z.string()),
  expected: Expectation,
});
export type GoldenBrief = z.infer<typeof GoldenBrief>;

/** The golden briefs of one set, each checked against its schema. */
export function readGolden(set: GoldenSet): GoldenBrief[] {
  const text = readFileSync(new URL(`./golden/${set}.ndjson`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => GoldenBrief.parse(JSON.parse(line)));
}
