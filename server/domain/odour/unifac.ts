import { DomainError } from '../error.ts';
import type { OdourTables } from './tables.ts';

/** Subgroup name → count, as in the UNIFAC tables. */
export type GroupCounts = Readonly<Record<string, number>>;

interface Subgroup {
  readonly name: string;
  readonly mainGroupId: number;
  readonly r: number;
  readonly q: number;
}

/** Parameters by name, read once: original UNIFAC with the published Dortmund Data Bank parameters. */
export interface UnifacParameters {
  readonly subgroups: ReadonlyMap<string, Subgroup>;
  /** a_mn in K by "m|n"; absent = not published. */
  readonly interactionK: ReadonlyMap<string, number>;
}

const cache = new WeakMap<OdourTables, UnifacParameters>();

/**
 * Reads the tables by subgroup name. Two subgroups of one name are refused: older texts print CHO for the aldehyde (20) and
 * for the ether CH–O (26), and taking one for the other changes γ without a sign.
 */
export function unifacParameters(tables: Pick<OdourTables, 'subgroups' | 'interactions'> & Partial<OdourTables>): UnifacParameters {
  const subgroups = new Map<string, Subgroup>();
  for (const { name, mainGroupId, r, q } of tables.subgroups) {
    if (subgroups.has(name)) throw new Error(`two UNIFAC subgroups are called ${name}`);
    subgroups.set(name, { name, mainGroupId, r, q });
  }
  return { subgroups, interactionK: new Map(tables.interactions.map(({ i, j, aK }) => [`${i}|${j}`, aK])) };
}

export function unifacOf(tables: OdourTables): UnifacParameters {
  let parameters = cache.get(tables);
  if (!parameters) {
    parameters = unifacParameters(tables);
    cache.set(tables, parameters);
  }
  return parameters;
}

/** Activity coefficients of one set of components at one temperature. */
export interface ActivityModel {
  /** Writes γ_i for the mole amounts (any scale) into `out`. Components without groups get 1. */
  gamma(moles: Float64Array, out: Float64Array): void;
  /** Main group pairs whose interaction is not published and was taken as 0. */
  readonly missingPairs: readonly string[];
}

/** Coordination number z/2 of the lattice. */
const HALF_Z = 5;

/**
 * Original UNIFAC (Fredenslund, Jones, Prausnitz, AIChE J. 1975, 21, 1086) for components with group counts.
 * A component without groups (null) has γ = 1 and does not take part in the others' surroundings.
 * Throws bad_input for a group that the tables do not know.
 */
export function activityModel(parameters: UnifacParameters, groups: readonly (GroupCounts | null)[], temperatureK: number): ActivityModel {
  const names = [...new Set(groups.flatMap((counts) => (counts ? Object.keys(counts) : [])))];
  const subgroups = names.map((name) => {
    const subgroup = parameters.subgroups.get(name);
    if (!subgroup)
      throw new DomainError('bad_input', `no UNIFAC subgroup ${name}`, `UNIFAC 작용기 '${name}'을(를) 몰라요.`, { group: name });
    return subgroup;
  });
  const m = subgroups.length;
  const missing = new Set<string>();
  // psi[a*m+b] = exp(-a_ab/T)
  const psi = new Float64Array(m * m);
  for (const [a, from] of subgroups.entries()) {
    for (const [b, to] of subgroups.entries()) {
      const aK = from.mainGroupId === to.mainGroupId ? 0 : parameters.interactionK.get(`${from.mainGroupId}|${to.mainGroupId}`);
      if (aK === undefined) missing.add(`${from.mainGroupId}|${to.mainGroupId}`);
      psi[a * m + b] = Math.exp(-(aK ?? 0) / temperatureK);
    }
  }
  const q = Float64Array.from(subgroups, (subgroup) => subgroup.q);
  const covered: number[] = [];
  for (const [i, counts] of groups.entries()) if (counts && Object.keys(counts).length > 0) covered.push(i);
  const n = covered.length;
  const r = new Float64Array(n);
  const area = new Float64Array(n);
  // Sparse counts: component c holds subgroup slots[start[c]..start[c+1]).
  const start = new Int32Array(n + 1);
  const slots: number[] = [];
  const counts: number[] = [];
  for (const [c, i] of covered.entries()) {
    for (const [name, count] of Object.entries(groups[i] ?? {})) {
      const slot = names.indexOf(name);
      const subgroup = subgroups[slot];
      if (!subgroup) continue;
      slots.push(slot);
      counts.push(count);
      r[c] = (r[c] ?? 0) + count * subgroup.r;
      area[c] = (area[c] ?? 0) + count * subgroup.q;
    }
    start[c + 1] = slots.length;
  }
  const slotOf = Int32Array.from(slots);
  const countOf = Float64Array.from(counts);
  const theta = new Float64Array(m);
  const sums = new Float64Array(m);
  const lnGroup = new Float64Array(m);

  /** ln Γ_k of every subgroup for the group amounts in `theta` (normalised here to area fractions). */
  const residual = (out: Float64Array): void => {
    let total = 0;
    for (let k = 0; k < m; k++) total += theta[k] as number;
    for (let k = 0; k < m; k++) theta[k] = (theta[k] as number) / total;
    for (let b = 0; b < m; b++) sums[b] = 0;
    for (let a = 0; a < m; a++) {
      const share = theta[a] as number;
      if (share === 0) continue;
      const row = a * m;
      for (let b = 0; b < m; b++) sums[b] = (sums[b] as number) + share * (psi[row + b] as number);
    }
    for (let k = 0; k < m; k++) {
      let held = 0;
      const row = k * m;
      for (let b = 0; b < m; b++) held += ((theta[b] as number) * (psi[row + b] as number)) / (sums[b] as number);
      out[k] = (q[k] as number) * (1 - Math.log(sums[k] as number) - held);
    }
  };

  // ln Γ_k of the pure components, weighted with their counts: Σ_k ν_k ln Γ_k^(i).
  const pure = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    theta.fill(0);
    for (let s = start[c] as number; s < (start[c + 1] as number); s++) {
      theta[slotOf[s] as number] = (countOf[s] as number) * (q[slotOf[s] as number] as number);
    }
    residual(lnGroup);
    for (let s = start[c] as number; s < (start[c + 1] as number); s++) {
      pure[c] = (pure[c] as number) + (countOf[s] as number) * (lnGroup[slotOf[s] as number] as number);
    }
  }

  return {
    missingPairs: [...missing],
    gamma(moles, out) {
      out.fill(1);
      let total = 0;
      for (let c = 0; c < n; c++) total += moles[covered[c] as number] as number;
      if (!(total > 0)) return;
      let meanR = 0;
      let meanArea = 0;
      theta.fill(0);
      for (let c = 0; c < n; c++) {
        const x = (moles[covered[c] as number] as number) / total;
        meanR += x * (r[c] as number);
        meanArea += x * (area[c] as number);
        for (let s = start[c] as number; s < (start[c + 1] as number); s++) {
          const slot = slotOf[s] as number;
          theta[slot] = (theta[slot] as number) + x * (countOf[s] as number) * (q[slot] as number);
        }
      }
      residual(lnGroup);
      for (let c = 0; c < n; c++) {
        const volume = (r[c] as number) / meanR;
        const surface = (area[c] as number) / meanArea;
        const ratio = volume / surface;
        let ln = 1 - volume + Math.log(volume) - HALF_Z * (area[c] as number) * (1 - ratio + Math.log(ratio)) - (pure[c] as number);
        for (let s = start[c] as number; s < (start[c + 1] as number); s++) {
          ln += (countOf[s] as number) * (lnGroup[slotOf[s] as number] as number);
        }
        out[covered[c] as number] = Math.exp(ln);
      }
    },
  };
}
