import { DomainError } from '../error.ts';
import { catalogueRowOfAnnexNatural } from './annex-natural.ts';
import type { Catalogue } from './catalogue.ts';
import { materialsById } from './catalogue.ts';
import type { Material } from './material.ts';
import { outsideMaterials } from './outside-materials.ts';
import { wordsOf } from './words.ts';

export interface ResolvedMaterial {
  readonly material: Material;
  /** Korean sentences: a CAS that does not fit the name, a name that was completed. */
  readonly warnings: string[];
}

interface NameIndex {
  readonly names: ReadonlyMap<string, readonly Material[]>;
  readonly standards: ReadonlyMap<string, readonly Material[]>;
  readonly annexNaturals: ReadonlyMap<string, readonly Material[]>;
  readonly cas: ReadonlyMap<string, readonly Material[]>;
  readonly words: readonly { readonly material: Material; readonly wordSets: readonly ReadonlySet<string>[] }[];
}

const cache = new WeakMap<Catalogue, NameIndex>();

/** The material of an id, in the catalogue or known to the tables alone. Throws unknown_ingredient. */
export function materialOf(catalogue: Catalogue, id: string): Material {
  const material = materialsById(catalogue).get(id) ?? outsideMaterials(catalogue).byId.get(id);
  if (!material) throw new DomainError('unknown_ingredient', `no material ${id}`, `'${id}' 원료를 찾지 못했어요.`, { choices: [] });
  return material;
}

/**
 * The material that a line means: exact id; then name, synonym, trade name, Korean name; then IFRA standard; then natural of
 * Annex I (case, spaces, commas, hyphens and brackets do not count); else the CAS number if it names one material.
 * A known name wins and the CAS number is only compared. Several materials of one name are told apart by the CAS number, and
 * several of one CAS number by the words of the name.
 * Throws unknown_ingredient {choices} or ambiguous_ingredient {choices}; `choices` are ids.
 */
export function resolveMaterial(
  catalogue: Catalogue,
  asked: { ingredient?: string | undefined; cas?: string | undefined },
): ResolvedMaterial {
  const name = asked.ingredient?.trim() ?? '';
  const cas = asked.cas?.trim() ?? '';
  if (name === '' && cas === '') {
    throw new DomainError('bad_input', 'a line needs ingredient or cas', '원료 이름이나 CAS 번호가 필요해요.');
  }
  const index = nameIndex(catalogue);
  if (name !== '') {
    const exact = materialsById(catalogue).get(name) ?? outsideMaterials(catalogue).byId.get(name);
    if (exact) return compared(exact, cas);
    const key = nameKey(name);
    for (const table of [index.names, index.standards, index.annexNaturals]) {
      const found = table.get(key);
      if (!found) continue;
      const fitting = found.length > 1 && cas !== '' ? found.filter((material) => material.cas === cas) : found;
      return compared(theOne(fitting.length > 0 ? fitting : found, name), cas);
    }
  }
  if (cas !== '') {
    const found = index.cas.get(cas);
    if (found) {
      const material = theOne(name === '' ? found : narrowedByWords(index, found, name), name || cas);
      // One CAS number can be an oil and an absolute: the person must see which one was meant.
      const warnings =
        material.kind === 'natural' ? [`CAS ${cas}만으로 ${material.name}(으)로 읽었어요. 다른 등급이면 이름을 적어 주세요.`] : [];
      return { material, warnings };
    }
  }
  return completed(index, name, cas);
}

/** More would not help anyone to choose. */
const MOST_CHOICES = 12;

/** Last resort: every word of the name stands in exactly one material's name ("Tonka absolute" → Tonka bean absolute). */
function completed(index: NameIndex, name: string, cas: string): ResolvedMaterial {
  const asked = wordsOf(name);
  const near = !/\p{L}/u.test(name) ? [] : index.words.filter(({ wordSets }) => wordSets.some((words) => isSubset(asked, words)));
  const found = near.map(({ material }) => material);
  if (found.length === 1 && found[0] && asked.size > 1) {
    return { material: found[0], warnings: [`'${name}'을(를) ${found[0].name}(으)로 읽었어요.`] };
  }
  if (found.length > 1) theOne(found.slice(0, MOST_CHOICES), name);
  throw new DomainError(
    'unknown_ingredient',
    `no material for ${[name, cas].filter(Boolean).join(', ')}`,
    `'${name || cas}' 원료를 찾지 못했어요. 카탈로그 이름이나 CAS 번호로 적어 주세요.`,
    { ingredient: name || undefined, cas: cas || undefined, choices: found.map((material) => material.id) },
  );
}

function compared(material: Material, cas: string): ResolvedMaterial {
  const differs = cas !== '' && material.cas !== '' && cas !== material.cas;
  return {
    material,
    warnings: differs ? [`${material.name}: 적어 주신 CAS ${cas}와 카탈로그의 ${material.cas}가 달라요. 이름을 따랐어요.`] : [],
  };
}

function theOne(found: readonly Material[], asked: string): Material {
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  const choices = found.map((material) => material.id);
  throw new DomainError(
    'ambiguous_ingredient',
    `${asked} can be ${choices.join(', ')}`,
    `'${asked}'은(는) 여러 원료일 수 있어요: ${found.map((material) => material.nameKo).join(', ')}. 하나를 골라 주세요.`,
    { ingredient: asked, choices },
  );
}

function narrowedByWords(index: NameIndex, found: readonly Material[], name: string): readonly Material[] {
  const asked = wordsOf(name);
  const fitting = index.words
    .filter(({ material, wordSets }) => found.includes(material) && wordSets.some((words) => isSubset(asked, words)))
    .map(({ material }) => material);
  return fitting.length === 1 ? fitting : found;
}

const GREEK: Readonly<Record<string, string>> = { α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ω: 'omega' };

/** A name with everything that does not count removed: case, spaces, commas, hyphens, brackets; Greek letters spelled out. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[αβγδω]/g, (letter) => GREEK[letter] ?? letter)
    .replace(/[\s,()[\]\-‐‑–—·'’]/g, '');
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  for (const word of part) if (!whole.has(word)) return false;
  return true;
}

function nameIndex(catalogue: Catalogue): NameIndex {
  let index = cache.get(catalogue);
  if (!index) {
    index = build(catalogue);
    cache.set(catalogue, index);
  }
  return index;
}

function build(catalogue: Catalogue): NameIndex {
  const outside = outsideMaterials(catalogue);
  const names = new Map<string, Material[]>();
  const standards = new Map<string, Material[]>();
  const annexNaturals = new Map<string, Material[]>();
  const cas = new Map<string, Material[]>();
  for (const material of catalogue.materials) {
    for (const name of [material.id, material.name, material.nameKo, ...material.synonyms]) add(names, nameKey(name), material);
    add(cas, material.cas, material);
  }
  const soldUnder = Map.groupBy(catalogue.materials, (material) => material.ifraStandard);
  const standardsSold = new Set(catalogue.regulation.standards.filter(({ id }) => soldUnder.has(id)).map(({ name }) => nameKey(name)));
  for (const material of outside.byCas.values()) {
    add(cas, material.cas, material);
    const key = nameKey(material.name);
    if (!names.has(key) && !standardsSold.has(key)) add(names, key, material);
  }
  for (const standard of catalogue.regulation.standards) {
    const sold = soldUnder.get(standard.id) ?? [];
    const known = sold.length > 0 ? sold : [outside.byStandard.get(standard.id)].filter((material) => material !== undefined);
    for (const material of known) add(standards, nameKey(standard.name), material);
    for (const material of known) add(standards, nameKey(standard.id), material);
  }
  const sold = catalogueRowOfAnnexNatural(catalogue);
  for (const [natural, material] of outside.byAnnexNatural) add(annexNaturals, nameKey(natural), sold.get(natural) ?? material);
  const words = catalogue.materials.map((material) => ({
    material,
    wordSets: [material.id, material.name, material.nameKo, ...material.synonyms].map(wordsOf),
  }));
  return { names, standards, annexNaturals, cas, words };
}

function add(table: Map<string, Material[]>, key: string, material: Material): void {
  const list = table.get(key);
  if (!list) table.set(key, [material]);
  else if (!list.includes(material)) list.push(material);
}
