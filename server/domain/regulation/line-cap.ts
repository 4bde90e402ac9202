import type { Catalogue } from '../ingredient/catalogue.ts';
import { floorTo4 } from './highest-dose.ts';
import { type JudgedLine, partsOf, totalsOf, weighLines } from './judge-lines.ts';
import type { Judged } from './rule.ts';

export interface LineCap {
  readonly materialId: string;
  /** Highest % of the concentrate, as dosed, that this line may have while all others stay; floored to 4 digits. */
  readonly capPct: number;
  /** What may still be added, percentage points; below 0 = this much must go. */
  readonly roomPct: number;
  /** The rule that binds first; null when none does below 100 %. */
  readonly bindingStandard: string | null;
}

/**
 * The live cap of every line: how much of it the law allows while the others stay as they are. A line that others have pushed
 * over a limit has cap 0 where taking it out would not be enough. Throws as weighLines does.
 */
export function lineCaps(catalogue: Catalogue, lines: readonly JudgedLine[], judged: Judged): LineCap[] {
  const weighed = weighLines(catalogue, lines, judged.dosePct);
  const caps = weighed.map(() => ({ capPct: 100, binding: null as string | null }));
  for (const total of totalsOf(catalogue, weighed, judged)) {
    const { rule, ratio } = total;
    const own = new Map<number, number>();
    for (const part of partsOf(total)) own.set(part.line.index, (own.get(part.line.index) ?? 0) + part.ratio);
    for (const [index, ownRatio] of own) {
      const cap = caps[index];
      const line = weighed[index];
      if (!cap || !line || ownRatio === 0) continue;
      const others = ratio - ownRatio;
      const allowed = Number.isFinite(ownRatio) && others < 1 ? (line.pct * (1 - others)) / ownRatio : 0;
      if (allowed < cap.capPct) caps[index] = { capPct: allowed, binding: rule.standard };
    }
  }
  return weighed.map((line, i): LineCap => {
    const { capPct, binding } = caps[i] ?? { capPct: 100, binding: null };
    const floored = floorTo4(capPct);
    return { materialId: line.material.id, capPct: floored, roomPct: floored - line.pct, bindingStandard: binding };
  });
}
