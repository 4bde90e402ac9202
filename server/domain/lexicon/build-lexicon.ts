import type { Catalogue } from '../ingredient/catalogue.ts';
import type { LexiconEntry } from './entry.ts';

/** Every surface form and what it means. Built once per catalogue and rows; read-only after. */
export interface Lexicon {
  readonly version: string;
  readonly entries: readonly LexiconEntry[];
  /** Surface without spaces, lower case → entries. */
  readonly surfaces: ReadonlyMap<string, readonly LexiconEntry[]>;
  readonly longest: number;
}

/** Version of the words and rules; part of every cache key. */
export const LEXICON_VERSION = '1';

/** The lexicon of a catalogue: its rows, and every material by all of its names. */
export function buildLexicon(catalogue: Catalogue, entries: readonly LexiconEntry[]): Lexicon {
  const surfaces = new Map<string, LexiconEntry[]>();
  const all = [...entries];
  const add = (form: string, entry: LexiconEntry) => {
    const key = form.toLowerCase().replace(/\s+/g, '');
    const known = surfaces.get(key);
    if (!known) surfaces.set(key, [entry]);
  };
  for (const entry of entries) for (const form of entry.forms) add(form, entry);
  for (const material of catalogue.materials) {
    const entry: LexiconEntry = {
      id: material.id,
      kind: 'material',
      forms: [material.name, material.nameKo, ...material.synonyms],
      families: material.families,
      intensity: 0,
      complexity: 0,
      style: null,
      value: null,
      materials: [material.id],
    };
    all.push(entry);
    for (const form of entry.forms) add(form, entry);
  }
  return { version: LEXICON_VERSION, entries: all, surfaces, longest: Math.max(...[...surfaces.keys()].map((key) => key.length)) };
}
