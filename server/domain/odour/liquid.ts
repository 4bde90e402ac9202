import type { Catalogue } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { restOf, type Substance, substanceOf, substanceOfConstituent } from './substance.ts';

/** A line of the liquid as it lies on the blotter: any mass unit, solvents included. */
export interface LiquidLine {
  readonly material: Material;
  readonly mass: number;
}

/** A liquid taken apart into molecules: the same molecule from several lines is one component. */
export interface Liquid {
  readonly substances: readonly Substance[];
  /** Mass of each component, in the unit of the lines. */
  readonly mass: Float64Array;
  /** Per component, the lines it comes from and their part of it (Σ = 1). A molecule leaves all its lines alike. */
  readonly origins: readonly (readonly { readonly line: number; readonly part: number }[])[];
}

/** Takes lines apart: naturals into their typical composition and a pseudo-component for the rest, everything else as itself. */
export function liquidOf(catalogue: Catalogue, lines: readonly LiquidLine[]): Liquid {
  const components = new Map<string, { substance: Substance; mass: number; from: Map<number, number> }>();
  const addMass = (substance: Substance, mass: number, line: number): void => {
    if (!(mass > 0)) return;
    const component = components.get(substance.key) ?? { substance, mass: 0, from: new Map<number, number>() };
    components.set(substance.key, component);
    component.mass += mass;
    component.from.set(line, (component.from.get(line) ?? 0) + mass);
  };
  for (const [line, { material, mass }] of lines.entries()) {
    for (const { substance, share } of partsOf(catalogue, material)) addMass(substance, mass * share, line);
  }
  const all = [...components.values()];
  return {
    substances: all.map(({ substance }) => substance),
    mass: Float64Array.from(all, ({ mass }) => mass),
    origins: all.map(({ mass, from }) => [...from].map(([line, part]) => ({ line, part: part / mass }))),
  };
}

const partsCache = new WeakMap<Catalogue, WeakMap<Material, readonly MaterialPart[]>>();

export interface MaterialPart {
  readonly substance: Substance;
  /** Part by mass of the material. */
  readonly share: number;
}

/** The molecules of one material by mass; shares sum to 1. No 1 % cut-off: traces make rose and grapefruit. */
export function partsOf(catalogue: Catalogue, material: Material): readonly MaterialPart[] {
  const known = partsCache.get(catalogue) ?? new WeakMap<Material, readonly MaterialPart[]>();
  partsCache.set(catalogue, known);
  let parts = known.get(material);
  if (!parts) {
    parts = material.majorConstituents.length > 0 ? takeApart(catalogue, material) : wholeOf(catalogue, material);
    known.set(material, parts);
  }
  return parts;
}

function wholeOf(catalogue: Catalogue, material: Material): MaterialPart[] {
  return [{ substance: material.kind === 'natural' ? restOf(catalogue, material, 0) : substanceOf(catalogue, material), share: 1 }];
}

function takeApart(catalogue: Catalogue, material: Material): MaterialPart[] {
  const listedPct = material.majorConstituents.reduce((sum, { pct }) => sum + pct, 0);
  const scale = listedPct > 100 ? 100 / listedPct : 1;
  const parts = material.majorConstituents.flatMap(({ constituent, pct }): MaterialPart[] => {
    const substance = substanceOfConstituent(catalogue, constituent);
    return substance ? [{ substance, share: (pct * scale) / 100 }] : [];
  });
  const explained = parts.reduce((sum, { share }) => sum + share, 0);
  const rest = 1 - explained;
  return rest > 1e-9 ? [...parts, { substance: restOf(catalogue, material, listedPct), share: rest }] : parts;
}
