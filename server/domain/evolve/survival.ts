/**
 * Who lives on: Deb's feasibility rule, non-dominated fronts, and crowding with one-at-a-time pruning of the front that does not fit.
 * Objectives are minimised and stored row by row (count × m); ties are broken by index, so the order of a run never depends on the engine.
 * Sources: Deb et al., IEEE Trans. Evol. Comput. 6(2), 2002 (NSGA-II); Kukkonen & Deb, CEC 2006 (pruning one by one).
 */
export interface Survival {
  /** The indices that survive, best front first. */
  readonly chosen: Int32Array;
  /** Front number per input row, 0 = not dominated. */
  readonly rank: Int32Array;
  /** Crowding distance per input row within its front; Infinity at the extremes. */
  readonly crowding: Float64Array;
}

/** Buffers for up to `capacity` rows; reused every generation so that the loop allocates nothing. */
export class SurvivalWorkspace {
  readonly capacity: number;
  readonly rank: Int32Array;
  readonly crowding: Float64Array;
  readonly chosen: Int32Array;
  readonly dominatedBy: Int32Array;
  readonly dominates: Int32Array;
  readonly dominatesCount: Int32Array;
  readonly front: Int32Array;
  readonly order: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly alive: Uint8Array;

  constructor(capacity: number, m: number) {
    this.capacity = capacity;
    this.rank = new Int32Array(capacity);
    this.crowding = new Float64Array(capacity);
    this.chosen = new Int32Array(capacity);
    this.dominatedBy = new Int32Array(capacity);
    this.dominates = new Int32Array(capacity * capacity);
    this.dominatesCount = new Int32Array(capacity);
    this.front = new Int32Array(capacity);
    this.order = new Int32Array(capacity);
    this.before = new Int32Array(capacity * m);
    this.after = new Int32Array(capacity * m);
    this.alive = new Uint8Array(capacity);
  }
}

/** Positive when a is better, negative when b is better, 0 when neither (Deb's feasibility rule, then Pareto). */
export function compareDeb(objectives: Float64Array, violation: Float64Array, m: number, a: number, b: number): number {
  const va = violation[a] ?? 0;
  const vb = violation[b] ?? 0;
  if (va > 0 || vb > 0) return vb - va;
  let better = false;
  let worse = false;
  for (let k = 0; k < m; k++) {
    const d = (objectives[a * m + k] ?? 0) - (objectives[b * m + k] ?? 0);
    if (d < 0) better = true;
    else if (d > 0) worse = true;
  }
  return better === worse ? 0 : better ? 1 : -1;
}

/**
 * Ranks `count` rows and picks the `keep` that survive.
 * @param objectives count × m, minimised
 * @param violation total constraint violation per row, 0 = feasible
 */
export function surviveByRankAndCrowding(
  objectives: Float64Array,
  violation: Float64Array,
  count: number,
  m: number,
  keep: number,
  work: SurvivalWorkspace,
): Survival {
  sortIntoDominance(objectives, violation, count, m, work);
  const { rank, dominatedBy, dominates, dominatesCount, front, chosen } = work;
  let filled = 0;
  let size = 0;
  for (let i = 0; i < count; i++) if (dominatedBy[i] === 0) front[size++] = i;
  for (let level = 0; size > 0; level++) {
    for (let f = 0; f < size; f++) rank[front[f] as number] = level;
    const room = keep - filled;
    const kept = room > 0 ? crowdFront(objectives, m, front, size, room, work) : 0;
    for (let f = 0; f < kept; f++) chosen[filled++] = front[f] as number;
    // The next front: rows that only this front (all of it, kept or not) dominated.
    const next = work.order;
    let nextSize = 0;
    for (let f = 0; f < size; f++) {
      const i = front[f] as number;
      const from = i * work.capacity;
      for (let d = 0; d < (dominatesCount[i] as number); d++) {
        const j = dominates[from + d] as number;
        const left = (dominatedBy[j] as number) - 1;
        dominatedBy[j] = left;
        if (left === 0) next[nextSize++] = j;
      }
    }
    if (filled === keep) {
      // Rows beyond the cut are never used again; their ranks need no more than "worse".
      break;
    }
    next.subarray(0, nextSize).sort();
    front.set(next.subarray(0, nextSize));
    size = nextSize;
  }
  return { chosen: chosen.subarray(0, filled), rank, crowding: work.crowding };
}

function sortIntoDominance(
  objectives: Float64Array,
  violation: Float64Array,
  count: number,
  m: number,
  { capacity, dominatedBy, dominates, dominatesCount }: SurvivalWorkspace,
): void {
  dominatedBy.fill(0, 0, count);
  dominatesCount.fill(0, 0, count);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const verdict = compareDeb(objectives, violation, m, i, j);
      if (verdict === 0) continue;
      const [winner, loser] = verdict > 0 ? [i, j] : [j, i];
      dominates[winner * capacity + (dominatesCount[winner] as number)] = loser;
      dominatesCount[winner] = (dominatesCount[winner] as number) + 1;
      dominatedBy[loser] = (dominatedBy[loser] as number) + 1;
    }
  }
}

/**
 * Crowding of one front; when it has more than `room` members, the most crowded is taken out and its neighbours are
 * measured again, one by one, which spreads the front more evenly than cutting once. Returns how many stay, moved to the
 * head of `front` in ascending index order.
 */
function crowdFront(objectives: Float64Array, m: number, front: Int32Array, size: number, room: number, work: SurvivalWorkspace): number {
  const { order, before, after, alive, crowding } = work;
  const { capacity } = work;
  const spans: number[] = [];
  for (let f = 0; f < size; f++) alive[front[f] as number] = 1;
  for (let k = 0; k < m; k++) {
    order.set(front.subarray(0, size));
    const value = (i: number): number => objectives[i * m + k] as number;
    order.subarray(0, size).sort((a, b) => value(a) - value(b) || a - b);
    const low = order[0] as number;
    const high = order[size - 1] as number;
    spans.push(value(high) - value(low));
    for (let f = 0; f < size; f++) {
      const i = order[f] as number;
      before[k * capacity + i] = f === 0 ? -1 : (order[f - 1] as number);
      after[k * capacity + i] = f === size - 1 ? -1 : (order[f + 1] as number);
    }
  }
  const measure = (i: number): number => {
    let sum = 0;
    for (let k = 0; k < m; k++) {
      const p = before[k * capacity + i] as number;
      const n = after[k * capacity + i] as number;
      if (p < 0 || n < 0) return Number.POSITIVE_INFINITY;
      const span = spans[k] as number;
      if (span > 0) sum += ((objectives[n * m + k] as number) - (objectives[p * m + k] as number)) / span;
    }
    return sum;
  };
  for (let f = 0; f < size; f++) crowding[front[f] as number] = measure(front[f] as number);
  let left = size;
  while (left > room) {
    let worst = -1;
    for (let f = 0; f < size; f++) {
      const i = front[f] as number;
      if (alive[i] === 1 && (worst < 0 || (crowding[i] as number) < (crowding[worst] as number))) worst = i;
    }
    alive[worst] = 0;
    left--;
    for (let k = 0; k < m; k++) {
      const p = before[k * capacity + worst] as number;
      const n = after[k * capacity + worst] as number;
      if (p >= 0) after[k * capacity + p] = n;
      if (n >= 0) before[k * capacity + n] = p;
    }
    for (let k = 0; k < m; k++) {
      const p = before[k * capacity + worst] as number;
      const n = after[k * capacity + worst] as number;
      if (p >= 0) crowding[p] = measure(p);
      if (n >= 0) crowding[n] = measure(n);
    }
  }
  let kept = 0;
  const all = order;
  all.set(front.subarray(0, size));
  for (let f = 0; f < size; f++) {
    const i = all[f] as number;
    if (alive[i] === 1) front[kept++] = i;
  }
  for (let f = 0, tail = kept; f < size; f++) {
    const i = all[f] as number;
    if (alive[i] === 0) front[tail++] = i;
  }
  return kept;
}
