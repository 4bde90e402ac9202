/** x ≥ 0 that brings A x nearest to b, and how far it stays away. */
export interface NonNegativeFit {
  readonly x: Float64Array;
  /** b − A x. */
  readonly residual: Float64Array;
}

const OPTIMAL = 1e-10;

/**
 * Minimises ½‖A x − b‖² + cost·x over x ≥ 0 (Lawson & Hanson, Solving Least Squares Problems, 1974, ch. 23; the linear cost
 * only shifts the gradient). @param columns of A, each as long as b. @param cost of each column; default 0
 */
export function nonNegativeLeastSquares(columns: readonly Float64Array[], b: Float64Array, cost?: ArrayLike<number>): NonNegativeFit {
  const n = columns.length;
  const x = new Float64Array(n);
  const gram = columns.map((column) => Float64Array.from(columns, (other) => dot(column, other)));
  const target = Float64Array.from(columns, (column, j) => dot(column, b) - (cost?.[j] ?? 0));
  const scale = target.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  const passive: number[] = [];
  // Each entry lowers the objective, so the sets of active columns cannot repeat; the bound only guards against round-off.
  for (let round = 0; round < 3 * n + 10; round++) {
    let enter = -1;
    let steepest = OPTIMAL * scale;
    for (let j = 0; j < n; j++) {
      if (passive.includes(j)) continue;
      const slope = (target[j] as number) - dot(gram[j] as Float64Array, x);
      if (slope > steepest) {
        steepest = slope;
        enter = j;
      }
    }
    if (enter < 0) break;
    passive.push(enter);
    for (;;) {
      const solved = solve(passive, gram, target);
      const worst = passive.filter((_, k) => (solved[k] as number) <= 0);
      if (worst.length === 0) {
        for (const [k, j] of passive.entries()) x[j] = solved[k] as number;
        break;
      }
      let step = 1;
      for (const [k, j] of passive.entries()) {
        const at = x[j] as number;
        const to = solved[k] as number;
        if (to <= 0) step = Math.min(step, at / (at - to || 1));
      }
      for (const [k, j] of passive.entries()) x[j] = (x[j] as number) + step * ((solved[k] as number) - (x[j] as number));
      for (let k = passive.length - 1; k >= 0; k--) {
        const j = passive[k] as number;
        if ((x[j] as number) > OPTIMAL) continue;
        x[j] = 0;
        passive.splice(k, 1);
      }
      if (passive.length === 0) break;
    }
  }
  const residual = Float64Array.from(b);
  for (const [j, column] of columns.entries()) {
    const share = x[j] as number;
    if (share !== 0) for (let i = 0; i < residual.length; i++) residual[i] = (residual[i] as number) - share * (column[i] as number);
  }
  return { x, residual };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Cholesky solution of the normal equations of the passive columns; a ridge of 1e-12 keeps twins apart. */
function solve(passive: readonly number[], gram: readonly Float64Array[], target: Float64Array): Float64Array {
  const n = passive.length;
  const lower: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(n);
    lower.push(row);
    const gramRow = gram[passive[i] as number] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = lower[j] as Float64Array;
      let value = gramRow[passive[j] as number] as number;
      for (let k = 0; k < j; k++) value -= (row[k] as number) * (other[k] as number);
      row[j] = j < i ? value / (other[j] as number) : Math.sqrt(Math.max(value, 1e-12 * (gramRow[passive[i] as number] as number), 1e-300));
    }
  }
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let value = target[passive[i] as number] as number;
    for (let k = 0; k < i; k++) value -= ((lower[i] as Float64Array)[k] as number) * (y[k] as number);
    y[i] = value / ((lower[i] as Float64Array)[i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = y[i] as number;
    for (let k = i + 1; k < n; k++) value -= ((lower[k] as Float64Array)[i] as number) * (y[k] as number);
    y[i] = value / ((lower[i] as Float64Array)[i] as number);
  }
  return y;
}
