import type { Product } from '../brief/product.ts';
import type { Catalogue } from '../ingredient/catalogue.ts';
import { FAMILIES, type Family } from '../ingredient/family.ts';
import { materialOf } from '../ingredient/resolve-material.ts';
import type { Surface } from '../odour/constants.ts';
import { describeOdour, type FormulaOdour } from '../odour/formula-odour.ts';
import type { MaterialLine } from './formula.ts';

export interface LineDiff {
  readonly materialId: string;
  readonly ingredient: string;
  readonly beforePct: number;
  readonly afterPct: number;
  readonly deltaPct: number;
  readonly change: 'added' | 'removed' | 'raised' | 'lowered';
}

export interface OdourDiff {
  readonly curve: readonly {
    readonly t_s: number;
    readonly before: number;
    readonly after: number;
    /** after − before, shares; families that do not change are left out. */
    readonly families: Partial<Record<Family, number>>;
  }[];
  readonly longevityH: { readonly before: number | null; readonly after: number | null };
  readonly sillage: { readonly before: FormulaOdour['sillage']['level']; readonly after: FormulaOdour['sillage']['level'] };
}

export interface FormulaDiff {
  /** Only lines that differ, largest change first. */
  readonly lines: readonly LineDiff[];
  /** Σ|Δ%|, percentage points. */
  readonly distancePct: number;
  readonly odour: OdourDiff;
}

/** Changes smaller than this share are rounding. */
const SAME_SHARE = 1e-3;

/** What changed between two mods of a formula, in % and in odour over a day. */
export function diffFormulas(
  catalogue: Catalogue,
  before: readonly MaterialLine[],
  after: readonly MaterialLine[],
  product: { readonly dosePct: number; readonly product: Product; readonly surface: Surface },
): FormulaDiff {
  const lines = diffLines(catalogue, before, after);
  const was = describeOdour(catalogue, { ...product, lines: before });
  const is = describeOdour(catalogue, { ...product, lines: after });
  return {
    lines,
    distancePct: lines.reduce((sum, { deltaPct }) => sum + Math.abs(deltaPct), 0),
    odour: {
      curve: was.curve.map((moment, t) => ({
        t_s: moment.t_s,
        before: moment.intensity_total,
        after: is.curve[t]?.intensity_total ?? 0,
        families: familyChange(moment.families, is.curve[t]?.families ?? {}),
      })),
      longevityH: { before: was.longevity_h.value, after: is.longevity_h.value },
      sillage: { before: was.sillage.level, after: is.sillage.level },
    },
  };
}

/** Lines that differ, largest change first. */
export function diffLines(catalogue: Catalogue, before: readonly MaterialLine[], after: readonly MaterialLine[]): LineDiff[] {
  const total = (lines: readonly MaterialLine[], id: string): number =>
    lines.reduce((sum, { materialId, pct }) => (materialId === id ? sum + pct : sum), 0);
  const ids = [...new Set([...before, ...after].map(({ materialId }) => materialId))];
  return ids
    .map((materialId): LineDiff => {
      const beforePct = total(before, materialId);
      const afterPct = total(after, materialId);
      const change = beforePct === 0 ? 'added' : afterPct === 0 ? 'removed' : afterPct > beforePct ? 'raised' : 'lowered';
      return {
        materialId,
        ingredient: materialOf(catalogue, materialId).name,
        beforePct,
        afterPct,
        deltaPct: afterPct - beforePct,
        change,
      };
    })
    .filter(({ deltaPct }) => Math.abs(deltaPct) > 1e-9)
    .sort((a, b) => Math.abs(b.deltaPct) - Math.abs(a.deltaPct));
}

function familyChange(before: Partial<Record<Family, number>>, after: Partial<Record<Family, number>>): Partial<Record<Family, number>> {
  const change: Partial<Record<Family, number>> = {};
  for (const family of FAMILIES) {
    const delta = (after[family] ?? 0) - (before[family] ?? 0);
    if (Math.abs(delta) >= SAME_SHARE) change[family] = delta;
  }
  return change;
}
