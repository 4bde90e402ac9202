import { DomainError } from '../error.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { materialsById } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { resolveMaterial } from '../ingredient/resolve-material.ts';
import type { IfraCategory, Market } from '../regulation/category.ts';
import { limitMatrix } from '../regulation/limit-matrix.ts';

/** The catalogue material that a reading's entry means, or null: a material outside the catalogue keeps its English name. */
export function materialOfName(catalogue: Catalogue, name: string): Material | null {
  const exact = materialsById(catalogue).get(name);
  if (exact) return exact;
  try {
    return resolveMaterial(catalogue, { ingredient: name }).material;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** Status sentences that forbid a material whatever IFRA says. */
const FORBIDS = /banned|do not use|not usable/i;

export function isForbidden(material: Material): boolean {
  return FORBIDS.test(material.status);
}

/** Highest share of the concentrate for one material alone, % (0 when prohibited). */
export function isLimited(
  catalogue: Catalogue,
  material: Material,
  judged: { market: Market; category: IfraCategory; dosePct: number },
): { prohibited: boolean; capPct: number } {
  const { capsPct, prohibited } = limitMatrix(catalogue, { materialIds: [material.id], ...judged });
  const banned = isForbidden(material) || prohibited[0] === true;
  return { prohibited: banned, capPct: banned ? 0 : (capsPct[0] ?? 100) };
}
