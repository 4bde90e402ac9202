import { type Catalogue, constituentsByKey } from '../ingredient/catalogue.ts';
import type { Material } from '../ingredient/material.ts';
import { standardsById } from './ifra-rules.ts';
import { restrictedContent } from './restricted-content.ts';

export interface Unchecked {
  readonly ingredient: string;
  readonly reason: string;
}

/**
 * What the tables cannot judge, each with the reason. "No standard" is not "safe", and a natural whose restricted
 * constituents are unknown is not checked, whatever its own row says.
 */
export function uncheckedOf(catalogue: Catalogue, lines: readonly { readonly material: Material }[]): Unchecked[] {
  const materials = new Set(lines.map(({ material }) => material));
  return [...materials].flatMap((material) => {
    const reason = uncheckedReason(catalogue, material);
    return reason === null ? [] : [{ ingredient: material.name, reason }];
  });
}

/** Why one material cannot be fully judged; null when the tables say all there is. */
export function uncheckedReason(catalogue: Catalogue, material: Material): string | null {
  if (material.kind === 'solvent') return null;
  if (material.kind === 'natural') {
    if (material.annexConstituents.length > 0) return null;
    const typical = typicalRestricted(catalogue, material);
    const words = typical.length > 0 ? ` 대표 조성에는 ${typical.join(', ')} 정도가 있어요(추정, 합산하지 않았어요).` : '';
    return `IFRA Annex I에 조성이 없어 제한 성분을 확인하지 못했어요.${words}`;
  }
  const known = restrictedContent(catalogue, material).some(({ standardId }) => standardId !== null);
  if (known) return null;
  return 'IFRA 51 표준이 없어요. 표준 없음은 안전하다는 뜻이 아니에요.';
}

/** Restricted or prohibited substances that the typical composition shows, where Annex I says nothing. */
function typicalRestricted(catalogue: Catalogue, material: Material): string[] {
  return material.majorConstituents.flatMap(({ constituent: key, pct }) => {
    const constituent = constituentsByKey(catalogue).get(key);
    const standard = standardsById(catalogue).get(constituent?.ifraStandard ?? '');
    return constituent && standard && standard.type !== 'SPECIFICATION' ? [`${constituent.name} ${pct} %`] : [];
  });
}
