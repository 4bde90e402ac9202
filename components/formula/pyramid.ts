import type { FormulaLine } from '#domain/formula/formula.ts';
import { FAMILIES, type Family, NOTES, type Note } from '#domain/ingredient/family.ts';
import type { MaterialCard } from '../ingredient/materials.ts';

export interface Tier {
  readonly note: Note;
  /** Share of the concentrate's mass, 0–1. */
  readonly share: number;
  /** Families of this tier by mass, in the families' own order; shares of the whole concentrate. */
  readonly families: readonly { readonly family: Family; readonly share: number }[];
}

/**
 * A formula as top, middle and base. Each material counts in its catalogue note with its mass, split over its families.
 * Materials outside the catalogue are in no tier: the three shares may sum to less than 1.
 */
export function pyramidOf(lines: readonly FormulaLine[], card: (name: string) => MaterialCard | undefined): Tier[] {
  return NOTES.map((note) => {
    const inTier = lines.flatMap((line) => {
      const material = card(line.ingredient);
      return material?.note === note ? [{ line, material }] : [];
    });
    const byFamily = new Map<Family, number>();
    for (const { line, material } of inTier) {
      const total = Object.values(material.families).reduce((sum, weight) => sum + weight, 0);
      for (const family of FAMILIES) {
        const weight = material.families[family] ?? 0;
        if (weight > 0) byFamily.set(family, (byFamily.get(family) ?? 0) + ((weight / total) * line.pct) / 100);
      }
    }
    return {
      note,
      share: inTier.reduce((sum, { line }) => sum + line.pct, 0) / 100,
      families: FAMILIES.flatMap((family) => {
        const share = byFamily.get(family);
        return share ? [{ family, share }] : [];
      }),
    };
  });
}

/** The families of the whole formula, largest share first. */
export function familiesOf(tiers: readonly Tier[]): { family: Family; share: number }[] {
  return FAMILIES.map((family) => ({
    family,
    share: tiers.reduce((sum, tier) => sum + (tier.families.find((one) => one.family === family)?.share ?? 0), 0),
  }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share);
}
