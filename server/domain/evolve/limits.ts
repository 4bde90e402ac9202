import type { Sheet } from './sheet.ts';

/**
 * What makes a formula admissible, on palette indices: all that the repair and the rounding need to know.
 * Amounts are % of the concentrate; minima and caps are whole hundredths, so that rounding never breaks them.
 */
export interface Limits {
  readonly n: number;
  /** A line is absent or at least this much. */
  readonly minPct: Float64Array;
  readonly capPct: Float64Array;
  /** Linear rules Σ ratio·x ≤ 1 (every legal standard and group rule, excluded families' share), by material (CSR). */
  readonly rowStart: Int32Array;
  readonly rowIndex: Int32Array;
  readonly rowRatio: Float64Array;
  readonly rowCount: number;
  /** KRW per kg of each material; a material without a price carries the palette's highest. */
  readonly price: Float64Array;
  /** Most KRW per kg of concentrate; Infinity = no budget. */
  readonly budget: number;
  /** Amount of a locked line, 0 = free. */
  readonly lockedPct: Float64Array;
  /** Materials that must be present, locked ones included. */
  readonly forced: Int16Array;
  /** 1 where forced. */
  readonly isForced: Uint8Array;
  /** At least one of each group must be present, most fitting first. */
  readonly groups: readonly Int16Array[];
  readonly minLines: number;
  readonly maxLines: number;
  /** Running sum of how likely each material is drawn. */
  readonly drawWeight: Float64Array;
  /** Materials that give a sheet room, roomiest first. */
  readonly roomy: Int16Array;
  /** Materials from cheap to dear. */
  readonly cheapest: Int16Array;
  /** One admissible formula: proof that there is one, and the last resort of the repair. */
  readonly anchor: Sheet;
}
