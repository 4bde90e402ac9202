import type { Rng } from '../../math/rng.ts';
import { compareDeb, SurvivalWorkspace, surviveByRankAndCrowding } from '../survival.ts';
import type { KnownProblem } from './known-problem.ts';
import { polynomialMutation } from './polynomial-mutation.ts';
import { sbxCrossover } from './sbx-crossover.ts';

const CROSSOVER_ETA = 15;
const CROSSOVER_RATE = 0.9;
const MUTATION_ETA = 20;
/** Part of the children that mutate at all; with two variables (TNK) mutating every child keeps the front off the boundary. */
const MUTATION_RATE = 0.7;

/**
 * NSGA-II on real variables (SBX, polynomial mutation, duplicate elimination), with the same survival as the formulas use.
 * Returns the objectives of the feasible non-dominated survivors, one row per point.
 */
export function nsga2(problem: KnownProblem, populationSize: number, evaluations: number, rng: Rng): number[][] {
  const { m, lower, upper } = problem;
  const n = lower.length;
  const size = populationSize;
  const genes: Float64Array[] = Array.from({ length: 2 * size }, () => new Float64Array(n));
  const objectives = new Float64Array(2 * size * m);
  const violation = new Float64Array(2 * size);
  const work = new SurvivalWorkspace(2 * size, m);
  const rank = new Int32Array(size);
  const crowding = new Float64Array(size);
  const judge = (i: number): void => {
    violation[i] = problem.evaluate(genes[i] as Float64Array, objectives.subarray(i * m, i * m + m));
  };
  for (let i = 0; i < size; i++) {
    const x = genes[i] as Float64Array;
    for (let d = 0; d < n; d++) x[d] = (lower[d] as number) + rng.uniform() * ((upper[d] as number) - (lower[d] as number));
    judge(i);
  }
  settle(size);
  for (let used = size; used < evaluations; used += size) {
    const children = Math.min(size, evaluations - used);
    breed(children);
    for (let c = 0; c < children; c++) judge(size + c);
    settle(size + children);
  }
  const front: number[][] = [];
  for (let i = 0; i < size; i++) {
    if (rank[i] === 0 && violation[i] === 0) front.push([...objectives.subarray(i * m, i * m + m)]);
  }
  return front;

  /** Moves the survivors of the first `count` rows to the head. */
  function settle(count: number): void {
    const kept = surviveByRankAndCrowding(objectives, violation, count, m, size, work);
    const next = [...kept.chosen].sort((a, b) => a - b);
    // Survivors only move forward in ascending order, so a swap never overwrites one that is still needed.
    next.forEach((from, to) => {
      rank[to] = kept.rank[from] as number;
      crowding[to] = kept.crowding[from] as number;
      if (from === to) return;
      const gene = genes[to] as Float64Array;
      genes[to] = genes[from] as Float64Array;
      genes[from] = gene;
      for (let k = 0; k < m; k++) objectives[to * m + k] = objectives[from * m + k] as number;
      violation[to] = violation[from] as number;
    });
  }

  function breed(children: number): void {
    const seen = new Set<string>();
    for (let i = 0; i < size; i++) seen.add((genes[i] as Float64Array).join());
    const order: number[] = [];
    let at = 0;
    const parent = (): number => {
      if (at + 2 > order.length) {
        order.length = 0;
        for (let i = 0; i < size; i++) order.push(i);
        rng.shuffle(order);
        at = 0;
      }
      return tournament(order[at++] as number, order[at++] as number);
    };
    const a = new Float64Array(n);
    const b = new Float64Array(n);
    for (let made = 0, tries = 0; made < children; ) {
      a.set(genes[parent()] as Float64Array);
      b.set(genes[parent()] as Float64Array);
      if (rng.uniform() < CROSSOVER_RATE) sbxCrossover(a, b, lower, upper, CROSSOVER_ETA, rng);
      for (const child of [a, b]) {
        if (rng.uniform() < MUTATION_RATE) polynomialMutation(child, lower, upper, MUTATION_ETA, 1 / n, rng);
        const key = child.join();
        if (made >= children || (seen.has(key) && ++tries < 10 * size)) continue;
        seen.add(key);
        (genes[size + made++] as Float64Array).set(child);
      }
    }
  }

  function tournament(i: number, j: number): number {
    const verdict = compareDeb(objectives, violation, m, i, j);
    if (verdict !== 0) return verdict > 0 ? i : j;
    const byCrowding = (crowding[i] as number) - (crowding[j] as number);
    if (byCrowding !== 0 && !Number.isNaN(byCrowding)) return byCrowding > 0 ? i : j;
    return rng.uniform() < 0.5 ? i : j;
  }
}
