import { DomainError } from '../error.ts';
import type { MaterialLine } from './formula.ts';

/** A line of an accord: a material, or another accord, in parts of the accord it stands in. */
export type AccordLine =
  | { readonly materialId: string; readonly pct: number; readonly strength?: number; readonly solventId?: string }
  | { readonly accordId: string; readonly pct: number };

export interface Accord {
  readonly id: string;
  readonly nameKo: string;
  readonly lines: readonly AccordLine[];
}

/** Solvent of a dilution when its line does not name one. */
export const DEFAULT_SOLVENT = 'dipropylene-glycol-dpg';

/**
 * Lines of materials for every calculation: accords opened to any depth, dilutions split into material and solvent, equal
 * materials added up. Shares of each accord are taken as parts of its own sum.
 * Returns % of what `lines` are % of, largest first.
 * Throws bad_input {path} for an accord that contains itself, not_found {id} for an unknown one, bad_input for an empty one.
 */
export function flattenAccords(lines: readonly AccordLine[], accords: ReadonlyMap<string, Accord>): MaterialLine[] {
  const totals = new Map<string, number>();
  const add = (materialId: string, pct: number): void => {
    if (pct > 0) totals.set(materialId, (totals.get(materialId) ?? 0) + pct);
  };
  const open = (inner: readonly AccordLine[], factor: number, above: readonly string[]): void => {
    for (const line of inner) {
      const share = line.pct * factor;
      if ('materialId' in line) {
        const strength = line.strength ?? 1;
        add(line.materialId, share * strength);
        add(line.solventId ?? DEFAULT_SOLVENT, share * (1 - strength));
        continue;
      }
      const path = [...above, line.accordId];
      if (above.includes(line.accordId)) {
        throw new DomainError(
          'bad_input',
          `accord contains itself: ${path.join(' > ')}`,
          `어코드가 자기 자신을 담고 있어요: ${path.join(' > ')}`,
          {
            path,
          },
        );
      }
      const accord = accords.get(line.accordId);
      if (!accord)
        throw new DomainError('not_found', `no accord ${line.accordId}`, `'${line.accordId}' 어코드를 찾지 못했어요.`, {
          id: line.accordId,
        });
      const sum = accord.lines.reduce((total, { pct }) => total + pct, 0);
      if (!(sum > 0))
        throw new DomainError('bad_input', `accord ${accord.id} is empty`, `'${accord.nameKo}' 어코드가 비어 있어요.`, { path });
      open(accord.lines, share / sum, path);
    }
  };
  open(lines, 1, []);
  return [...totals].map(([materialId, pct]) => ({ materialId, pct })).sort((a, b) => b.pct - a.pct);
}
