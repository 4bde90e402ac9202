import type { Catalogue } from '../ingredient/catalogue.ts';
import { conjugate, type Ending } from './conjugate.ts';
import type { LexiconEntry } from './entry.ts';
import { buildTypoIndex, type TypoIndex } from './typo-index.ts';

/** One written form of an entry: a noun, a root that takes 하다, or a predicate with its ending. */
export interface Surface {
  readonly entry: LexiconEntry;
  readonly pos: 'noun' | 'root' | 'predicate';
  readonly ending: Ending | null;
}

/** Every surface form and what it means. Built once per catalogue and rows; read-only after. */
export interface Lexicon {
  readonly version: string;
  readonly catalogue: Catalogue;
  readonly entries: readonly LexiconEntry[];
  /** Surface without spaces, lower case → meanings, the row of the tables before the catalogue's. */
  readonly surfaces: ReadonlyMap<string, readonly Surface[]>;
  /** First two characters of a surface → its possible lengths as bits: most places in a text start no word and cost one look-up. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly typos: TypoIndex;
}

/** Version of the words and rules; part of every cache key. */
export const LEXICON_VERSION = '2';

/** The lexicon of a catalogue: its rows, and every material by all of its names. */
export function buildLexicon(catalogue: Catalogue, rows: readonly LexiconEntry[]): Lexicon {
  const surfaces = new Map<string, readonly Surface[]>();
  // Most surfaces mean one thing: they share one array per entry and ending, which keeps the lexicon small.
  const single = new Map<string, readonly Surface[]>();
  const add = (surface: string, meaning: Surface) => {
    const known = surfaces.get(surface);
    if (known?.some((other) => other.entry === meaning.entry && other.ending === meaning.ending)) return;
    const signature = `${meaning.entry.id} ${meaning.entry.kind} ${meaning.pos} ${meaning.ending}`;
    let alone = single.get(signature);
    if (!alone || alone[0]?.entry !== meaning.entry) {
      alone = [meaning];
      single.set(signature, alone);
    }
    // A noun is the likelier reading of a form that some predicate also takes (느낌, 감).
    surfaces.set(
      surface,
      known ? [...known, meaning].sort((a, b) => Number(a.pos === 'predicate') - Number(b.pos === 'predicate')) : alone,
    );
  };
  for (const entry of rows) for (const form of entry.forms) for (const [surface, meaning] of surfacesOf(form, entry)) add(surface, meaning);
  const entries = [...rows];
  for (const entry of materialEntries(catalogue)) {
    const free = entry.forms.map(squeeze).filter((form) => form.length > 1 && !surfaces.has(form));
    if (free.length === 0) continue;
    entries.push(entry);
    for (const form of free) add(form, { entry, pos: 'noun', ending: null });
  }
  return { version: LEXICON_VERSION, catalogue, entries, surfaces, lengths: lengthsByStart(surfaces), typos: buildTypoIndex(surfaces) };
}

/** Surfaces longer than this are found by no brief. */
export const LONGEST_SURFACE = 30;

function lengthsByStart(surfaces: ReadonlyMap<string, unknown>): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const surface of surfaces.keys()) {
    if (surface.length > LONGEST_SURFACE) continue;
    const start = surface.slice(0, 2);
    lengths.set(start, (lengths.get(start) ?? 0) | (1 << surface.length));
  }
  return lengths;
}

/** Case, spaces and the marks that names are written with do not count. */
export function squeeze(form: string): string {
  return form
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\-_'’()[\]{}·]+/g, '');
}

/** `달다` is conjugated; `포근하다` is the root 포근 (하다 attaches in the text); `마~fin` is a ready form, `바다~noun` a noun in 다. */
export function surfacesOf(form: string, entry: LexiconEntry): [string, Surface][] {
  const [ready, ending] = form.split('~');
  if (ending === 'noun') return [[squeeze(ready ?? ''), { entry, pos: 'noun', ending: null }]];
  if (ending !== undefined) return [[squeeze(ready ?? ''), { entry, pos: 'predicate', ending: ending as Ending }]];
  const flat = squeeze(form);
  if (!flat.endsWith('다') || flat.length < 2) return [[flat, { entry, pos: 'noun', ending: null }]];
  if (flat.endsWith('하다') && flat.length > 3) return [[flat.slice(0, -2), { entry, pos: 'root', ending: null }]];
  return [...conjugate(flat)].map(([surface, tag]) => [surface, { entry, pos: 'predicate', ending: tag }]);
}

/** Each catalogue material as an entry of its own, by all of its names. */
function materialEntries(catalogue: Catalogue): LexiconEntry[] {
  return catalogue.materials
    .filter((material) => material.kind !== 'solvent')
    .map((material) => ({
      id: material.id,
      kind: 'material',
      forms: [material.id, material.name, material.nameKo, ...material.synonyms],
      families: material.families,
      intensity: 0,
      complexity: 0,
      style: null,
      value: 'substance',
      materials: [material.id],
    }));
}
