import type { IfraCategory } from './category.ts';
import { isRinseOff } from './leave-on.ts';
import type { KrLimit } from './tables.ts';

/** The Korean limit in force for a product: % of the finished product, prohibited, or null where the row does not apply. */
export type KoreanLimit = number | 'prohibited' | null;

type Tiered = (product: { category: IfraCategory; dosePct: number }) => KoreanLimit;

/** Fine fragrance of more than 8 % concentrate, of less, and everything else (MFDS, 화장품 안전기준 등에 관한 규정, annex 2). */
const byStrength =
  (strong: number, weak: number, other: number): Tiered =>
  ({ category, dosePct }) => {
    if (category !== '4') return other;
    return dosePct > 8 ? strong : weak;
  };

const leaveOnOnly =
  (limit: number): Tiered =>
  ({ category }) =>
    isRinseOff(category) ? null : limit;

/** Rows whose `conditions` cell changes the number, by the first CAS of the row. The cell's words are data; this is their meaning. */
const TIERED: Readonly<Record<string, Tiered>> = {
  // AHTN: fragrance products hold ethanol, so the hydroalcoholic 1 % is used rather than the 2.5 % of pure perfume.
  '21145-77-7': ({ category }) => (category === '4' ? 1 : isRinseOff(category) ? 0.2 : 0.1),
  '15323-35-0': leaveOnOnly(2),
  '8014-13-9': leaveOnOnly(0.4),
  '91722-29-1': ({ category }) => (isRinseOff(category) ? 0.1 : 0.01),
  '81-15-2': byStrength(1, 0.4, 0.03),
  '81-14-1': byStrength(1.4, 0.56, 0.042),
};

/** Every dose at which a Korean tier changes: below or at it another limit holds than above. */
export const KOREAN_DOSE_STEPS_PCT: readonly number[] = [8];

export function koreanLimit(row: KrLimit, product: { category: IfraCategory; dosePct: number }): KoreanLimit {
  return TIERED[row.cas[0] ?? '']?.(product) ?? row.limit;
}

/** "With methyl octine carbonate: sum 0.01 %": both heptine and octine carbonate count together. */
export const KOREAN_CARBONATE_SUM = { cas: ['111-12-6', '111-80-8'], limitPct: 0.01 } as const;
