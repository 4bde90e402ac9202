import { CONCENTRATIONS, PRODUCTS } from '../brief/product.ts';
import { OCCASIONS, SEASONS, SILLAGES, WEARERS } from '../brief/reading.ts';
import { type Catalogue, materialsById } from '../ingredient/catalogue.ts';
import { mainFamily } from '../ingredient/family.ts';
import { squeeze } from './build-lexicon.ts';
import type { EntryKind, LexiconEntry } from './entry.ts';

export interface LexiconFault {
  readonly code: 'surface_twice' | 'id_twice' | 'no_family' | 'unknown_material' | 'unknown_value' | 'noun_in_da';
  readonly entry: string;
  readonly form: string;
  readonly message: string;
}

const SMELLING: ReadonlySet<EntryKind> = new Set(['family', 'material', 'texture', 'mood', 'scene', 'brand']);
const VALUES: Partial<Record<EntryKind, readonly string[]>> = {
  season: [...SEASONS, 'all'],
  occasion: OCCASIONS,
  wearer: WEARERS,
  product: PRODUCTS,
  concentration: [...CONCENTRATIONS, 'pct'],
  sillage: SILLAGES,
  slot: ['top', 'middle', 'base', 'all'],
  strength: ['weak', 'strong', 'bad-quality'],
};

/** Everything that is wrong with the rows of the lexicon; an empty list means it may be used. Never throws. */
export function lintLexicon(entries: readonly LexiconEntry[], catalogue: Catalogue): LexiconFault[] {
  const faults: LexiconFault[] = [];
  const ids = new Map<string, LexiconEntry>();
  const surfaces = new Map<string, LexiconEntry>();
  const materials = materialsById(catalogue);
  const report = (code: LexiconFault['code'], entry: LexiconEntry, form: string, message: string) =>
    faults.push({ code, entry: entry.id, form, message });
  for (const entry of entries) {
    if (ids.has(entry.id) && entry.value !== 'near-smell') report('id_twice', entry, '', `two rows are called ${entry.id}`);
    ids.set(entry.id, entry);
    if (SMELLING.has(entry.kind) && mainFamily(entry.families) === null)
      report('no_family', entry, '', 'a smell needs at least one family');
    for (const id of entry.materials) if (!materials.has(id)) report('unknown_material', entry, id, `${id} is not in the catalogue`);
    const allowed = VALUES[entry.kind];
    for (const value of (entry.value ?? '').split('|')) {
      if (allowed && !allowed.includes(value)) report('unknown_value', entry, value, `${value} is not one of ${allowed.join(', ')}`);
    }
    for (const form of entry.forms) {
      if (
        (entry.kind === 'material' || entry.kind === 'product' || entry.kind === 'brand') &&
        /[^하]다$/.test(form) &&
        squeeze(form).length > 1 &&
        !/(?:넣다|뿌리다|바르다)$/.test(form)
      ) {
        report('noun_in_da', entry, form, 'a noun in 다 is written with ~noun, or it is conjugated');
      }
      const surface = surfaceKey(form);
      const other = surfaces.get(surface);
      // A homonym is declared: one meaning stands only next to a smell (배, 리치, 타임).
      if (other && other.value !== 'near-smell' && entry.value !== 'near-smell')
        report('surface_twice', entry, form, `'${form}' also stands for ${other.id}`);
      surfaces.set(surface, entry);
    }
  }
  return faults;
}

/** What must be unique: a noun or root among nouns, a predicate or ready form among predicates (나는: "I" and "that smells"). */
function surfaceKey(form: string): string {
  const [ready = '', ending] = form.split('~');
  const flat = squeeze(ready);
  if (ending === 'noun') return flat;
  if (ending !== undefined) return `${flat} predicate`;
  if (flat.endsWith('하다') && flat.length > 3) return `${flat} root`;
  return flat.endsWith('다') && flat.length > 1 ? `${flat} predicate` : flat;
}
