import type { OdourTables } from '../odour/tables.ts';
import type { RegulationTables } from '../regulation/tables.ts';
import type { Constituent, Material } from './material.ts';

/**
 * Everything the domain knows about the world: materials, constituents, law and odour physics.
 * Built once from the database (or from the seed files by the command line) and passed as an argument.
 */
export interface Catalogue {
  readonly materials: readonly Material[];
  readonly constituents: readonly Constituent[];
  readonly regulation: RegulationTables;
  readonly odour: OdourTables;
}

const byIdCache = new WeakMap<Catalogue, ReadonlyMap<string, Material>>();

/** Materials by id, built once per catalogue. */
export function materialsById(catalogue: Catalogue): ReadonlyMap<string, Material> {
  let map = byIdCache.get(catalogue);
  if (!map) {
    map = new Map(catalogue.materials.map((material) => [material.id, material]));
    byIdCache.set(catalogue, map);
  }
  return map;
}

const constituentsCache = new WeakMap<Catalogue, ReadonlyMap<string, Constituent>>();

/** Constituents of naturals by key, built once per catalogue. */
export function constituentsByKey(catalogue: Catalogue): ReadonlyMap<string, Constituent> {
  let map = constituentsCache.get(catalogue);
  if (!map) {
    map = new Map(catalogue.constituents.map((constituent) => [constituent.key, constituent]));
    constituentsCache.set(catalogue, map);
  }
  return map;
}
