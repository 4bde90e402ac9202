import { z } from 'zod';
import { ReaderWords } from './roles/reader.ts';
import { ValidatorWords } from './roles/validator.ts';

/**
 * What models said about a brief, as the cache keeps it: words only. The reading itself is made again from the words and
 * the brief at hand, so that evidence points into this brief's text and today's rules decide.
 */
export const ModelAnswer = z.strictObject({
  words: ReaderWords,
  doubts: ValidatorWords.nullable(),
  hints: z.array(z.string()).nullable(),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

export function parseModelAnswer(answer: unknown): ModelAnswer | null {
  const parsed = ModelAnswer.safeParse(answer);
  return parsed.success ? parsed.data : null;
}
