import { DomainError } from '../error.ts';
import { type Family, mainFamily } from '../ingredient/family.ts';
import { FAMILY_KO } from './family-ko.ts';
import { costOf, greedySheet, type LimitsInput, makeLimits, type Obstacle } from './make-limits.ts';
import { type Palette, REMOVAL_CAUSES, type RemovalCause } from './palette.ts';
import type { ProblemOptions } from './problem.ts';
import { MOST_LINES, newSheet } from './sheet.ts';

/** The smallest change that leaves at least one admissible formula. */
export type Relaxation =
  | { readonly kind: 'cost_cap'; readonly krw_kg: number }
  | { readonly kind: 'allow_family'; readonly family: Family }
  | { readonly kind: 'drop'; readonly cause: RemovalCause }
  | { readonly kind: 'dose'; readonly dose_pct: number }
  /** Fewer materials asked for, or fewer lines locked. */
  | { readonly kind: 'fewer_wishes' };

const WORDS: Readonly<Record<RemovalCause, string>> = {
  law: '규제',
  excluded_family: '제외한 향조',
  excluded_material: '제외한 원료',
  pyramid: '비워 두기로 한 노트',
  shelf: '선반에 없음',
};

/**
 * Refuses a brief that no formula can meet: the share of materials that each cause removed and the smallest relaxation that
 * helps. Reads only figures that are already there, so the answer takes milliseconds.
 */
export function refuseInfeasible(palette: Palette, input: LimitsInput, obstacle: Obstacle, options: ProblemOptions): never {
  const total = palette.all.length;
  const causes: Record<string, number> = {};
  for (const cause of REMOVAL_CAUSES) {
    const share = palette.all.filter((entry) => entry.cause === cause).length / total;
    if (share > 0) causes[cause] = Number(share.toFixed(4));
  }
  const relax = obstacle === 'budget' ? affordable(input) : roomier(palette, options);
  if (obstacle === 'budget') {
    const dear = input.price.filter((price) => price !== null && input.budget !== null && price > input.budget).length;
    causes.cost = Number((dear / total).toFixed(4));
  }
  const removed = REMOVAL_CAUSES.filter((cause) => causes[cause]).map(
    (cause) => `${WORDS[cause]} ${Math.round(100 * (causes[cause] ?? 0))} %`,
  );
  throw new DomainError(
    'infeasible',
    obstacle === 'budget' ? 'no legal formula within the budget' : 'the constraints leave no legal formula',
    `${obstacle === 'budget' ? '이 원가로는 조건에 맞는 조합이 없어요.' : '이 조건으로는 100 %를 채울 수 없어요.'}${
      removed.length > 0 ? ` 빠진 원료: ${removed.join(', ')}.` : ''
    } ${sentenceOf(relax)}`,
    { causes, relax },
  );
}

function sentenceOf(relax: Relaxation): string {
  switch (relax.kind) {
    case 'cost_cap':
      return `원가 상한을 농축액 1 kg당 ${relax.krw_kg.toLocaleString('ko-KR')}원 이상으로 올려 보세요.`;
    case 'allow_family':
      return `제외한 향조 가운데 하나(${FAMILY_KO[relax.family]})를 허용해 보세요.`;
    case 'drop':
      return `'${WORDS[relax.cause]}' 조건을 풀어 보세요.`;
    case 'dose':
      return `부향률을 ${relax.dose_pct} % 이하로 낮춰 보세요.`;
    case 'fewer_wishes':
      return '꼭 넣을 원료나 고정한 줄을 줄여 보세요.';
  }
}

/** The cheapest formula found greedily, rounded up: what a budget must allow. */
function affordable(input: LimitsInput): Relaxation {
  const limits = makeLimits({ ...input, budget: null });
  if (typeof limits === 'string') return { kind: 'fewer_wishes' };
  const sheet = newSheet();
  greedySheet(limits, limits.cheapest, sheet);
  return { kind: 'cost_cap', krw_kg: Math.ceil(1.02 * costOf(limits, sheet)) };
}

/** The first single wish whose removal makes room: one family, then excluded materials, empty notes, the shelf, the dose. */
function roomier({ all, wanted }: Palette, { dosePct }: ProblemOptions): Relaxation {
  const entries = all.map(({ material, capPct, cause }) => ({ main: mainFamily(material.families), capPct, cause }));
  const fills = (allowed: (entry: (typeof entries)[number]) => boolean, capScale = 1): boolean => {
    const caps = entries.filter(allowed).map(({ capPct }) => Math.min(100, capPct * capScale));
    caps.sort((a, b) => b - a);
    return caps.length >= 5 && caps.slice(0, MOST_LINES).reduce((sum, cap) => sum + cap, 0) >= 100;
  };
  if (wanted.length > 0 && fills(({ cause }) => cause === null)) return { kind: 'fewer_wishes' };
  const sizes = new Map<Family, number>();
  for (const { main, cause } of entries) {
    if (cause === 'excluded_family' && main !== null) sizes.set(main, (sizes.get(main) ?? 0) + 1);
  }
  for (const [family] of [...sizes].sort(([, a], [, b]) => a - b)) {
    if (fills(({ cause, main }) => cause === null || (cause === 'excluded_family' && main === family)))
      return { kind: 'allow_family', family };
  }
  for (const dropped of ['excluded_material', 'pyramid', 'shelf', 'excluded_family'] as const) {
    const counts = entries.some(({ cause }) => cause === dropped);
    if (counts && fills(({ cause }) => cause === null || cause === dropped)) return { kind: 'drop', cause: dropped };
  }
  for (let dose = Math.floor(dosePct); dose >= 1; dose = Math.floor(dose / 1.5)) {
    // Caps grow as the dose falls, in proportion.
    if (dose < dosePct && fills(({ cause }) => cause === null || cause === 'law', dosePct / dose)) return { kind: 'dose', dose_pct: dose };
  }
  return { kind: 'fewer_wishes' };
}
