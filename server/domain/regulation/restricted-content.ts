import { DomainError } from '../error.ts';
import { type Catalogue, constituentsByKey, materialsById } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';

/**
 * One substance that a material brings into the product and that the law may count.
 * `share` is the part by mass of the material (1 = the material itself).
 */
export interface RestrictedContent {
  readonly cas: string;
  readonly name: string;
  /** IFRA standard that counts it; null = no standard. */
  readonly standardId: string | null;
  readonly share: number;
  /** self = the material as such; schiff = the aldehyde it counts as; natural = constituent of a natural. */
  readonly origin: 'self' | 'schiff' | 'natural';
}

/** Annex I names these by the CAS of one isomer; the standard and the label list them by the CAS of the substance. */
const LISTED_AS: Readonly<Record<string, string>> = {
  '78277-23-3': '103-41-3', // benzyl trans-cinnamate: benzyl cinnamate
  '106-28-5': '4602-84-0', // trans,trans-farnesol: farnesol
};

const CITRAL = '5392-40-5';
const CITRAL_ISOMERS = ['141-27-5', '106-26-3'];

interface Joins {
  readonly standardOfCas: ReadonlyMap<string, string>;
  readonly contents: WeakMap<Material, readonly RestrictedContent[]>;
  readonly labelled: WeakMap<Material, readonly RestrictedContent[]>;
}

const cache = new WeakMap<Catalogue, Joins>();

function joinsOf(catalogue: Catalogue): Joins {
  let joins = cache.get(catalogue);
  if (!joins) {
    const standardOfCas = new Map(
      catalogue.regulation.standards.flatMap((standard) => standard.cas.map((cas) => [cas, standard.id] as const)),
    );
    joins = { standardOfCas, contents: new WeakMap(), labelled: new WeakMap() };
    cache.set(catalogue, joins);
  }
  return joins;
}

/**
 * What the limits count of one material: itself, the aldehyde of a Schiff base, the Annex I constituents of a natural, and
 * what a base made of other materials holds, to any depth. Compositions for odour physics are never added to Annex I.
 * Throws bad_input when a base contains itself.
 */
export function restrictedContent(catalogue: Catalogue, material: Material): readonly RestrictedContent[] {
  const joins = joinsOf(catalogue);
  let contents = joins.contents.get(material);
  if (!contents) {
    contents = contentOf(catalogue, joins, material, { forLabel: false, above: [] });
    joins.contents.set(material, contents);
  }
  return contents;
}

/**
 * What an allergen label counts of one material: as above, and for naturals also the typical composition, because Annex I
 * leaves out what IFRA does not restrict (limonene, linalool). Where Annex I names a substance, its figure is the one.
 */
export function labelledContent(catalogue: Catalogue, material: Material): readonly RestrictedContent[] {
  const joins = joinsOf(catalogue);
  let contents = joins.labelled.get(material);
  if (!contents) {
    contents = contentOf(catalogue, joins, material, { forLabel: true, above: [] });
    joins.labelled.set(material, contents);
  }
  return contents;
}

interface Walk {
  readonly forLabel: boolean;
  /** Ids of the bases that this material stands in. */
  readonly above: readonly string[];
}

function contentOf(catalogue: Catalogue, joins: Joins, material: Material, walk: Walk): RestrictedContent[] {
  if (walk.above.includes(material.id)) {
    throw new DomainError('bad_input', `${material.id} contains itself`, `${material.nameKo}이(가) 자기 자신을 담고 있어요.`, {
      path: [...walk.above, material.id],
    });
  }
  const contents = [...selfAndSchiff(catalogue, joins, material), ...annexContent(joins, material)];
  if (material.kind !== 'natural') return [...contents, ...baseContent(catalogue, joins, material, walk)];
  return walk.forLabel ? [...contents, ...typicalContent(catalogue, joins, material, contents)] : contents;
}

/** A base or blend that is not a natural is counted by what it is made of. */
function baseContent(catalogue: Catalogue, joins: Joins, material: Material, walk: Walk): RestrictedContent[] {
  return material.majorConstituents.flatMap(({ constituent: key, pct }): RestrictedContent[] => {
    const constituent = constituentsByKey(catalogue).get(key);
    const inner = constituent?.ingredientId ? materialsById(catalogue).get(constituent.ingredientId) : undefined;
    if (inner) {
      const held = contentOf(catalogue, joins, inner, { ...walk, above: [...walk.above, material.id] });
      return held.map((content) => ({ ...content, share: (content.share * pct) / 100 }));
    }
    if (!constituent?.cas) return [];
    const standardId = joins.standardOfCas.get(constituent.cas) ?? null;
    return [{ cas: constituent.cas, name: constituent.name, standardId, share: pct / 100, origin: 'self' }];
  });
}

function selfAndSchiff(catalogue: Catalogue, joins: Joins, material: Material): RestrictedContent[] {
  // A natural is never joined by CAS: 8008-26-2 is expressed and distilled lime. Its row says which standard holds.
  const standardId = material.ifraStandard ?? (material.kind === 'natural' ? null : (joins.standardOfCas.get(material.cas) ?? null));
  const self: RestrictedContent = { cas: material.cas, name: material.name, standardId, share: 1, origin: 'self' };
  const schiff = catalogue.regulation.schiffBases.find((row) => row.schiffBaseCas === material.cas);
  const aldehyde = schiff?.restrictedCas[0];
  if (!schiff || aldehyde === undefined) return [self];
  const aldehydeStandard = joins.standardOfCas.get(aldehyde) ?? null;
  const name = catalogue.materials.find((other) => other.cas === aldehyde)?.name ?? aldehyde;
  return [self, { cas: aldehyde, name, standardId: aldehydeStandard, share: schiff.pct / 100, origin: 'schiff' }];
}

function annexContent(joins: Joins, material: Material): RestrictedContent[] {
  return naturalContent(
    joins,
    material.annexConstituents.map((entry) => ({ ...entry, cas: LISTED_AS[entry.cas] ?? entry.cas })),
  );
}

function typicalContent(
  catalogue: Catalogue,
  joins: Joins,
  material: Material,
  counted: readonly RestrictedContent[],
): RestrictedContent[] {
  const isCitral = (cas: string): boolean => cas === CITRAL || CITRAL_ISOMERS.includes(cas);
  const named = new Set(counted.filter(({ origin }) => origin === 'natural').map(({ cas }) => cas));
  const citralNamed = [...named].some(isCitral);
  const typical = material.majorConstituents.flatMap(({ constituent: key, pct }) => {
    const constituent = constituentsByKey(catalogue).get(key);
    return constituent?.cas ? [{ cas: LISTED_AS[constituent.cas] ?? constituent.cas, name: constituent.name, pct }] : [];
  });
  return naturalContent(
    joins,
    typical.filter(({ cas }) => !named.has(cas) && !(citralNamed && isCitral(cas))),
  );
}

function naturalContent(joins: Joins, composition: readonly { cas: string; name: string; pct: number }[]): RestrictedContent[] {
  return withoutDoubleCitral(composition).map(({ cas, name, pct }) => ({
    cas,
    name,
    standardId: joins.standardOfCas.get(cas) ?? null,
    share: pct / 100,
    origin: 'natural',
  }));
}

/** Citral is geranial + neral: where a composition names both ways, the larger total counts. A row given twice counts once. */
function withoutDoubleCitral<T extends { cas: string; pct: number }>(composition: readonly T[]): T[] {
  const once = composition.filter((entry, i) => composition.findIndex((other) => other.cas === entry.cas && other.pct === entry.pct) === i);
  const total = (cas: readonly string[]): number => once.reduce((sum, entry) => (cas.includes(entry.cas) ? sum + entry.pct : sum), 0);
  const citral = total([CITRAL]);
  const isomers = total(CITRAL_ISOMERS);
  if (citral === 0 || isomers === 0) return once;
  const dropped = isomers >= citral ? [CITRAL] : CITRAL_ISOMERS;
  return once.filter((entry) => !dropped.includes(entry.cas));
}
