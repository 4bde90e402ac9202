import { z } from 'zod';
import { Family, Style } from '../ingredient/family-schema.ts';

/** What a lexicon row speaks about. The first group smells; the second is context; the third is grammar. */
export const ENTRY_KINDS = [
  'family',
  'material',
  'texture',
  'mood',
  'scene',
  'brand',
  'season',
  'occasion',
  'wearer',
  'product',
  'concentration',
  'longevity',
  'sillage',
  'strength',
  'structure',
  'wish',
  'rule',
  'cost',
  'slot',
  'degree',
  'verb',
  'cue',
  'conj',
  'filler',
  'word',
] as const;
export const EntryKind = z.enum(ENTRY_KINDS);
export type EntryKind = z.infer<typeof EntryKind>;

/** One concept of the lexicon and every way it is written. A perfumer edits these rows. */
export const LexiconEntry = z.strictObject({
  /** The concept in English, kebab-case; moods are shown by it. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  kind: EntryKind,
  /** Surface forms: nouns and roots as they are, predicates in dictionary form (달다, 포근하다); spaces are optional when matching. */
  forms: z.array(z.string().min(1)).min(1),
  /** Perceived character per mention. */
  families: z.partialRecord(Family, z.number().positive().max(1)),
  intensity: z.number().min(-1).max(1),
  complexity: z.number().min(-1).max(1),
  style: Style.nullable(),
  /** What it says in its kind's own terms: a season, a product, a verb class, a factor. */
  value: z.string().nullable(),
  /** Catalogue ids that are this material; the first one is put in when it is asked for. */
  materials: z.array(z.string()),
});
export type LexiconEntry = z.infer<typeof LexiconEntry>;
