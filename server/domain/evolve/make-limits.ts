import { f64, i16, i32 } from '../math/element.ts';
import type { Limits } from './limits.ts';
import { repairToLimits } from './repair-to-limits.ts';
import { copySheet, insertLine, lineOf, newSheet, type Sheet } from './sheet.ts';

/** A linear rule Σ ratio·x ≤ 1 over palette indices, x in % of the concentrate. */
export interface LimitRule {
  readonly indices: ArrayLike<number>;
  readonly ratioPerPct: ArrayLike<number>;
}

export interface LimitsInput {
  readonly minPct: ArrayLike<number>;
  readonly capPct: ArrayLike<number>;
  readonly rules: readonly LimitRule[];
  /** KRW per kg; null = no price known. */
  readonly price: readonly (number | null)[];
  readonly budget: number | null;
  readonly locked: readonly { readonly index: number; readonly pct: number }[];
  readonly forced: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly minLines: number;
  readonly maxLines: number;
  /** How likely each material is drawn; all above 0. */
  readonly weight: ArrayLike<number>;
}

/** What stands in the way when no formula is admissible. */
export type Obstacle = 'room' | 'budget';

/** Limits with a proof that they leave at least one formula, or what stands in the way. */
export function makeLimits(input: LimitsInput): Limits | Obstacle {
  const n = input.capPct.length;
  const dearest = input.price.reduce<number>((most, price) => Math.max(most, price ?? 0), 0);
  const lockedPct = new Float64Array(n);
  for (const { index, pct } of input.locked) lockedPct[index] = pct;
  const forced = [...new Set([...input.forced, ...input.locked.map(({ index }) => index)])].sort((a, b) => a - b);
  const isForced = new Uint8Array(n);
  for (const index of forced) isForced[index] = 1;
  const capPct = Float64Array.from(input.capPct);
  const room = roomOf(input);
  const price = Float64Array.from(input.price, (value) => value ?? dearest);
  const byNumber = (value: (i: number) => number): Int16Array =>
    Int16Array.from(Array.from({ length: n }, (_, i) => i).sort((a, b) => value(a) - value(b) || a - b));
  const limits: Limits = {
    n,
    minPct: Float64Array.from(input.minPct),
    capPct,
    ...byMaterial(n, input.rules),
    rowCount: input.rules.length,
    price,
    budget: input.budget ?? Number.POSITIVE_INFINITY,
    lockedPct,
    forced: Int16Array.from(forced),
    isForced,
    groups: input.groups.map((group) => Int16Array.from(group)),
    minLines: Math.min(input.minLines, n),
    maxLines: Math.min(input.maxLines, n),
    drawWeight: runningSum(input.weight),
    roomy: byNumber((i) => -f64(room, i)),
    cheapest: byNumber((i) => f64(price, i)),
    anchor: newSheet(),
  };
  return findAnchor(limits, input);
}

/** Caps, counted down where a rule makes materials share them: how much room each really gives. */
function roomOf({ capPct, rules }: LimitsInput): Float64Array {
  const room = Float64Array.from(capPct);
  const shared = new Set(rules.flatMap(({ indices }) => Array.from(indices)));
  for (const i of shared) room[i] = f64(room, i) / SHARED_ROOM;
  return room;
}

/** Members of a rule are counted as if this many used it at once. */
const SHARED_ROOM = 4;
/** Greedy is not the optimum, but no formula is found this far below it. */
const GREEDY_MARGIN = 0.9;

/** Tries the widest sheet, then the cheapest; the first that can be repaired becomes the anchor. */
function findAnchor(limits: Limits, input: LimitsInput): Limits | Obstacle {
  // Groups may share a member, so this is the most lines that wishes can take.
  if (limits.forced.length + limits.groups.length > limits.maxLines || capacity(limits) < 100) return 'room';
  const trial = newSheet();
  if (input.budget !== null) {
    greedySheet(limits, limits.cheapest, trial);
    if (costOf(limits, trial) * GREEDY_MARGIN > input.budget) return 'budget';
  }
  for (const order of input.budget === null ? [limits.roomy] : [limits.cheapest, limits.roomy]) {
    greedySheet(limits, order, trial);
    // The repair falls back to the (still empty) anchor exactly when it fails.
    if (repairToLimits(limits, trial, null)) {
      copySheet(trial, limits.anchor);
      return limits;
    }
  }
  if (input.budget === null) return 'room';
  return makeLimits({ ...input, budget: null }) === 'room' ? 'room' : 'budget';
}

/** What the roomiest lines hold together by their caps alone, %. */
function capacity({ capPct, lockedPct, maxLines }: Limits): number {
  const rooms = Array.from(capPct, (cap, i) => f64(lockedPct, i) || cap).sort((a, b) => b - a);
  return rooms.slice(0, maxLines).reduce((sum, cap) => sum + cap, 0);
}

/** KRW per kg of what is on the sheet, scaled to a whole. */
export function costOf(limits: Limits, sheet: Sheet): number {
  let cost = 0;
  let sum = 0;
  for (let i = 0; i < sheet.count; i++) {
    cost += f64(limits.price, i16(sheet.index, i)) * f64(sheet.pct, i);
    sum += f64(sheet.pct, i);
  }
  return sum > 0 ? cost / sum : 0;
}

/**
 * Fills a sheet in the given order, each material up to what its cap and the rules leave, until 100 % or the last line.
 * What must be present gets its minimum first. With `cheapest` this is the greedy bound on the cost.
 */
export function greedySheet(limits: Limits, order: Int16Array, sheet: Sheet): void {
  sheet.count = 0;
  const load = new Float64Array(limits.rowCount);
  let left = 100;
  const room = (material: number): number => {
    let most = Math.min(left, f64(limits.capPct, material));
    for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
      most = Math.min(most, (1 - f64(load, i32(limits.rowIndex, r))) / f64(limits.rowRatio, r));
    }
    return most;
  };
  const put = (material: number, pct: number): void => {
    const line = lineOf(sheet, material);
    if (line < 0) insertLine(sheet, material, pct);
    else sheet.pct[line] = f64(sheet.pct, line) + pct;
    for (let r = i32(limits.rowStart, material); r < i32(limits.rowStart, material + 1); r++) {
      const row = i32(limits.rowIndex, r);
      load[row] = f64(load, row) + pct * f64(limits.rowRatio, r);
    }
    left -= pct;
  };
  for (const material of limits.forced) put(material, f64(limits.lockedPct, material) || f64(limits.minPct, material));
  for (const group of limits.groups) {
    if (group.some((material) => lineOf(sheet, material) >= 0)) continue;
    const member = [...group].sort((a, b) => order.indexOf(a) - order.indexOf(b))[0] as number;
    put(member, f64(limits.minPct, member));
  }
  for (const material of order) {
    if (sheet.count >= limits.minLines) break;
    if (lineOf(sheet, material) < 0 && room(material) >= f64(limits.minPct, material)) put(material, f64(limits.minPct, material));
  }
  for (const material of order) {
    if (left <= 1e-9) break;
    if (f64(limits.lockedPct, material) > 0) continue;
    const line = lineOf(sheet, material);
    const have = line < 0 ? 0 : f64(sheet.pct, line);
    const add = Math.min(room(material), f64(limits.capPct, material) - have);
    if (line < 0 && (sheet.count >= limits.maxLines || add < f64(limits.minPct, material))) continue;
    if (add > 0) put(material, add);
  }
}

function byMaterial(n: number, rules: readonly LimitRule[]): Pick<Limits, 'rowStart' | 'rowIndex' | 'rowRatio'> {
  const of: { row: number; ratio: number }[][] = Array.from({ length: n }, () => []);
  rules.forEach(({ indices, ratioPerPct }, row) => {
    for (let k = 0; k < indices.length; k++) {
      const ratio = ratioPerPct[k] as number;
      if (ratio > 0) of[indices[k] as number]?.push({ row, ratio });
    }
  });
  const rowStart = new Int32Array(n + 1);
  of.forEach((entries, i) => {
    rowStart[i + 1] = i32(rowStart, i) + entries.length;
  });
  const flat = of.flat();
  return {
    rowStart,
    rowIndex: Int32Array.from(flat, ({ row }) => row),
    rowRatio: Float64Array.from(flat, ({ ratio }) => ratio),
  };
}

function runningSum(weight: ArrayLike<number>): Float64Array {
  let sum = 0;
  return Float64Array.from(weight, (value) => {
    sum += value;
    return sum;
  });
}
