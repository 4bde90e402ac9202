import type { Catalogue } from '../ingredient/catalogue.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { IfraCategory, Market } from './category.ts';
import { rulebookOf } from './rules.ts';
import { uncheckedReason } from './unchecked.ts';

/** One linear rule over the palette: a formula x (% of concentrate) passes when Σ ratioPerPct[j]·x[indices[j]] ≤ 1. */
export interface LimitRow {
  readonly standard: string;
  /** Positions in `materialIds`. */
  readonly indices: Int32Array;
  readonly ratioPerPct: Float64Array;
}

export interface LimitMatrix {
  readonly materialIds: readonly string[];
  /** Highest % of the concentrate of each material alone that breaks nothing; 0 when prohibited, at most 100. */
  readonly capsPct: Float64Array;
  readonly prohibited: readonly boolean[];
  /** Why a material cannot be fully checked, or null. */
  readonly unchecked: readonly (string | null)[];
  /** Only rules that some formula of 100 % can break. Prohibited materials stand in no row: their cap is 0. */
  readonly rows: readonly LimitRow[];
}

/**
 * The law for one product as linear rows over a palette: standards with the constituents of naturals and Schiff bases, group
 * sums, the phototoxic sum of ratios, EU and Korean rows. A formula with Σ ≤ 100 %, no prohibited material and every row ≤ 1
 * passes checkFormula, and only such a formula does (proved by a property test).
 * Throws unknown_ingredient for an unknown id.
 */
export function limitMatrix(
  catalogue: Catalogue,
  palette: { materialIds: readonly string[]; category: IfraCategory; dosePct: number; market: Market },
): LimitMatrix {
  const { materialIds, category, dosePct, market } = palette;
  const judged = { category, dosePct, market };
  const materials = materialIds.map((id) => materialOf(catalogue, id));
  const capsPct = new Float64Array(materials.length).fill(100);
  const prohibited = materials.map(() => false);
  const rulesOf = rulebookOf(catalogue, judged);
  const columns = new Map<string, { standard: string; ratios: Map<number, number> }>();
  for (const [i, material] of materials.entries()) {
    for (const { rule, ratioPerPct } of rulesOf(material)) {
      if (rule.kind === 'prohibited') {
        prohibited[i] = true;
        continue;
      }
      if (ratioPerPct === 0) continue;
      const column = columns.get(rule.key) ?? { standard: rule.standard, ratios: new Map<number, number>() };
      columns.set(rule.key, column);
      column.ratios.set(i, (column.ratios.get(i) ?? 0) + (ratioPerPct * dosePct) / 100);
    }
  }
  for (const { ratios } of columns.values()) {
    for (const [i, ratio] of ratios) capsPct[i] = Math.min(capsPct[i] ?? 100, 1 / ratio);
  }
  for (const [i, banned] of prohibited.entries()) if (banned) capsPct[i] = 0;
  const rows = [...columns.values()]
    // Σx ≤ 100, so a row whose steepest ratio stays within 1 at 100 % can never fail.
    .filter(({ ratios }) => Math.max(...ratios.values()) * 100 > 1)
    .map(({ standard, ratios }): LimitRow => {
      const entries = [...ratios].filter(([i]) => !prohibited[i]).sort(([a], [b]) => a - b);
      return { standard, indices: Int32Array.from(entries, ([i]) => i), ratioPerPct: Float64Array.from(entries, ([, ratio]) => ratio) };
    })
    .filter(({ indices }) => indices.length > 0);
  const unchecked = materials.map((material) => uncheckedReason(catalogue, material));
  return { materialIds: [...materialIds], capsPct, prohibited, unchecked, rows };
}
