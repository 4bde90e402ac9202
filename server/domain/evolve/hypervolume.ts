/**
 * Exact volume that a set of points dominates below a reference point (all objectives minimised), for two or three objectives.
 * @param points count × m, row by row
 * @param reference m numbers; points that are not strictly better in every objective add nothing
 */
export function hypervolume(points: Float64Array, count: number, reference: readonly number[]): number {
  const m = reference.length;
  const inside: number[] = [];
  for (let i = 0; i < count; i++) {
    if (reference.every((limit, k) => (points[i * m + k] as number) < limit)) inside.push(i);
  }
  const at = (i: number, k: number): number => points[i * m + k] as number;
  if (m === 2) {
    inside.sort((a, b) => at(a, 0) - at(b, 0) || at(a, 1) - at(b, 1));
    return area(
      inside.map((i) => at(i, 0)),
      inside.map((i) => at(i, 1)),
      reference[0] as number,
      reference[1] as number,
    );
  }
  if (m !== 3) throw new RangeError('hypervolume is defined here for two or three objectives');
  return volume(inside, at, reference);
}

/** Points sorted by x ascending; those behind a lower y are dominated and skipped. */
function area(xs: readonly number[], ys: readonly number[], xLimit: number, yLimit: number): number {
  let sum = 0;
  let ceiling = yLimit;
  for (let i = 0; i < xs.length; i++) {
    const y = ys[i] as number;
    if (y >= ceiling) continue;
    sum += (xLimit - (xs[i] as number)) * (ceiling - y);
    ceiling = y;
  }
  return sum;
}

/** Sweeps the third objective upwards, keeping the staircase of the first two; each slab is area × height. */
function volume(inside: number[], at: (i: number, k: number) => number, reference: readonly number[]): number {
  const [xLimit = 0, yLimit = 0, zLimit = 0] = reference;
  inside.sort((a, b) => at(a, 2) - at(b, 2) || a - b);
  const xs: number[] = [];
  const ys: number[] = [];
  let sum = 0;
  let slab = 0;
  for (let s = 0; s < inside.length; s++) {
    const i = inside[s] as number;
    const x = at(i, 0);
    const y = at(i, 1);
    let place = 0;
    while (place < xs.length && (xs[place] as number) < x) place++;
    const dominated = (place > 0 && (ys[place - 1] as number) <= y) || (xs[place] === x && (ys[place] as number) <= y);
    if (!dominated) {
      let end = place;
      while (end < xs.length && (ys[end] as number) >= y) end++;
      xs.splice(place, end - place, x);
      ys.splice(place, end - place, y);
      slab = area(xs, ys, xLimit, yLimit);
    }
    const next = s + 1 < inside.length ? at(inside[s + 1] as number, 2) : zLimit;
    sum += slab * (next - at(i, 2));
  }
  return sum;
}
