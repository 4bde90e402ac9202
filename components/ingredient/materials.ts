'use client';
import { useLocale } from 'next-intl';
import { createContext, use } from 'react';
import { type Family, type FamilyWeights, mainFamily, type Note } from '#domain/ingredient/family.ts';

/** What the screen knows of a catalogue material, one short row each: it travels with the first page. */
export interface MaterialCard {
  readonly id: string;
  /** English name: the name that formula lines carry. */
  readonly name: string;
  readonly nameKo: string;
  readonly note: Note | null;
  readonly families: FamilyWeights;
}

export interface MaterialNames {
  readonly byName: ReadonlyMap<string, MaterialCard>;
  readonly byId: ReadonlyMap<string, MaterialCard>;
}

export function materialNames(cards: readonly MaterialCard[]): MaterialNames {
  return { byName: new Map(cards.map((card) => [card.name, card])), byId: new Map(cards.map((card) => [card.id, card])) };
}

export const MaterialsContext = createContext<MaterialNames>(materialNames([]));

/** Looks materials up by the English name of a formula line; one outside the catalogue keeps that name. */
export function useMaterials() {
  const names = use(MaterialsContext);
  const locale = useLocale();
  const word = (card: MaterialCard | undefined, otherwise: string) => (card ? (locale === 'ko' ? card.nameKo : card.name) : otherwise);
  return {
    card: (name: string): MaterialCard | undefined => names.byName.get(name),
    nameOf: (name: string): string => word(names.byName.get(name), name),
    nameOfId: (id: string): string => word(names.byId.get(id), id),
    familyOf: (name: string): Family | null => mainFamily(names.byName.get(name)?.families ?? {}),
  };
}
