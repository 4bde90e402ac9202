/** The q-quantile (0–1) of some figures, nearest rank, to one decimal; NaN of none. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  return Number(value.toFixed(1));
}
