import { withParticle } from '../brief/particle.ts';
import type { Reading } from '../brief/reading.ts';
import { DomainError } from '../error.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, type Family, mainFamily, NOTES, type Note } from '../ingredient/family.ts';
import type { Material } from '../ingredient/material.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import type { IfraCategory, Market } from '../regulation/category.ts';
import { type LimitMatrix, limitMatrix } from '../regulation/limit-matrix.ts';

/** Why a material may not be used for a brief; the first that applies counts. */
export const REMOVAL_CAUSES = ['law', 'excluded_family', 'excluded_material', 'pyramid', 'shelf'] as const;
export type RemovalCause = (typeof REMOVAL_CAUSES)[number];

/** Two decimals are what a formula can hold: a material legal only below this cannot be used. */
export const SMALLEST_PCT = 0.01;

export interface PaletteWish {
  readonly reading: Reading;
  readonly category: IfraCategory;
  readonly dosePct: number;
  readonly market: Market;
  readonly lockedIds: readonly string[];
  /** Only these materials (and locked or asked-for ones) may be used; null = the whole catalogue. */
  readonly shelf: readonly string[] | null;
  /** New lines only in these notes; null = all. */
  readonly openNotes: readonly Note[] | null;
}

export interface Palette {
  readonly materials: readonly Material[];
  readonly law: LimitMatrix;
  /** Ids that must be on every formula. */
  readonly wanted: readonly string[];
  /** Wishes that several materials can grant ("rose"): one of each must be there. */
  readonly wantedAny: readonly (readonly string[])[];
  /** Wishes that cannot be granted, with the Korean sentence. */
  readonly refused: readonly string[];
  /** Every perfumery material with its legal cap in % of the concentrate and why it is out, null = in. */
  readonly all: readonly { readonly material: Material; readonly capPct: number; readonly cause: RemovalCause | null }[];
}

/** The materials that a brief, the law of the market and the shelf leave, and why the others are out. */
export function buildPalette(catalogue: Catalogue, wish: PaletteWish): Palette {
  const { reading } = wish;
  const materials = catalogue.materials.filter(({ kind }) => kind !== 'solvent');
  const law = limitMatrix(catalogue, {
    materialIds: materials.map(({ id }) => id),
    category: wish.category,
    dosePct: wish.dosePct,
    market: wish.market,
  });
  const excluded = new Set(reading.exclude_ingredients.flatMap((name) => everyMeaning(catalogue, name)));
  const { wishes, refused } = readWishes(catalogue, reading);
  const asked = new Set([...wishes.flat(), ...wish.lockedIds]);
  const shelf = wish.shelf === null ? null : new Set(wish.shelf);
  const causeOf = (material: Material, i: number): RemovalCause | null => {
    if (isForbidden(material, wish.market, law, i)) return 'law';
    const main = mainFamily(material.families);
    if (main !== null && reading.exclude_families.includes(main)) return 'excluded_family';
    if (excluded.has(material.id)) return 'excluded_material';
    if (asked.has(material.id)) return null;
    if (material.note !== null && isClosedNote(wish, material.note)) return 'pyramid';
    return shelf !== null && !shelf.has(material.id) ? 'shelf' : null;
  };
  const all = materials.map((material, i) => ({ material, capPct: law.capsPct[i] ?? 0, cause: causeOf(material, i) }));
  const kept = all.flatMap(({ cause }, i) => (cause === null ? [i] : []));
  const inPalette = new Set(kept.map((i) => materials[i]?.id));
  for (const id of wish.lockedIds) {
    if (!inPalette.has(id)) {
      throw new DomainError(
        'infeasible',
        `locked line ${id} is not allowed here`,
        `고정한 ${withParticle(nameKo(catalogue, id), '은')} 이 조건에서 쓸 수 없어요.`,
        {
          causes: { locked: 1 },
          relax: { kind: 'unlock', ingredient: id },
        },
      );
    }
  }
  const wanted: string[] = [];
  const wantedAny: string[][] = [];
  const refusals = [...refused];
  for (const ids of wishes) {
    const usable = ids.filter((id) => inPalette.has(id));
    if (usable.length === 0) refusals.push(`${withParticle(nameKo(catalogue, ids[0] ?? ''), '은')} 규제나 제외 조건 때문에 넣지 못했어요.`);
    else if (usable.length === 1) wanted.push(...usable);
    else wantedAny.push(usable);
  }
  return {
    materials: kept.map((i) => materials[i] as Material),
    law: pick(law, kept),
    wanted: [...new Set(wanted)],
    wantedAny,
    refused: refusals,
    all,
  };
}

/** Banned for good, prohibited in this market, or legal only below what a scale can hold. */
function isForbidden(material: Material, market: Market, law: LimitMatrix, i: number): boolean {
  if (law.prohibited[i] || (law.capsPct[i] ?? 0) < SMALLEST_PCT || /do not use/.test(material.status)) return true;
  return /^EU REACH Annex XIV/.test(material.status) && (market === 'eu' || market === 'all');
}

/** A slot of the pyramid that was said to stay empty, or a note that is not to be touched. */
function isClosedNote({ reading, openNotes }: PaletteWish, note: Note): boolean {
  return saidEmpty(reading, note) || (openNotes !== null && !openNotes.includes(note));
}

/**
 * An empty slot was said to stay empty. A reading that carries evidence must show it for the slot: a brief that names top and
 * base alone has an empty middle too, and says nothing about it.
 */
export function saidEmpty({ pyramid, evidence }: Reading, note: Note): boolean {
  if (pyramid === null || pyramid[note].length > 0) return false;
  return evidence.length === 0 || evidence.some(({ path }) => path.startsWith(`pyramid.${note}`));
}

/** Asked-for materials, from the list and from the pyramid: each wish as the materials that grant it. */
function readWishes(catalogue: Catalogue, reading: Reading): { wishes: string[][]; refused: string[] } {
  const inPyramid = reading.pyramid ? NOTES.flatMap((note) => reading.pyramid?.[note] ?? []) : [];
  const names = [...reading.include_ingredients, ...inPyramid.filter((name) => !isFamily(name))];
  const wishes: string[][] = [];
  const refused: string[] = [];
  for (const name of new Set(names)) {
    const ids = exactMeaning(catalogue, name);
    if (ids.length > 0) wishes.push(ids);
    else refused.push(`원료 목록에 없는 이름이라 분위기로만 반영했어요: ${name}.`);
  }
  return { wishes, refused };
}

export function isFamily(name: string): name is Family {
  return (FAMILIES as readonly string[]).includes(name);
}

/** Ids of the catalogue rows that a name means; several when it is ambiguous, none when it is not in the catalogue. */
function exactMeaning(catalogue: Catalogue, name: string): string[] {
  const known = (ids: readonly string[]): string[] => ids.filter((id) => catalogue.materials.some((material) => material.id === id));
  try {
    return known([resolveMaterial(catalogue, { ingredient: name }).material.id]);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const choices = error.code === 'ambiguous_ingredient' ? error.details.choices : [];
    return known(Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : []);
  }
}

/** For an exclusion, a word that names no row ("rose") takes out every material that carries the word. */
function everyMeaning(catalogue: Catalogue, name: string): string[] {
  const exact = exactMeaning(catalogue, name);
  if (exact.length > 0) return exact;
  const word = name.normalize('NFKC').toLowerCase().trim();
  const carries = (text: string): boolean =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .join(' ')
      .split(' ')
      .includes(word);
  return catalogue.materials.filter(({ id, name: english }) => carries(id) || carries(english)).map(({ id }) => id);
}

function nameKo(catalogue: Catalogue, id: string): string {
  return catalogue.materials.find((material) => material.id === id)?.nameKo ?? id;
}

/** The law's rows on the kept materials only. */
function pick(law: LimitMatrix, kept: readonly number[]): LimitMatrix {
  const place = new Map(kept.map((old, now) => [old, now]));
  return {
    materialIds: kept.map((i) => law.materialIds[i] ?? ''),
    capsPct: Float64Array.from(kept, (i) => law.capsPct[i] ?? 0),
    prohibited: kept.map((i) => law.prohibited[i] ?? false),
    unchecked: kept.map((i) => law.unchecked[i] ?? null),
    rows: law.rows
      .map(({ standard, indices, ratioPerPct }) => {
        const members = Array.from(indices.keys()).filter((k) => place.has(indices[k] ?? -1));
        return {
          standard,
          indices: Int32Array.from(members, (k) => place.get(indices[k] ?? -1) ?? 0),
          ratioPerPct: Float64Array.from(members, (k) => ratioPerPct[k] ?? 0),
        };
      })
      .filter(({ indices }) => indices.length > 0),
  };
}
