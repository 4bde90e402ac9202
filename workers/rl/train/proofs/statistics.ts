import type { Rng } from '#domain/math/rng.ts';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** Lower bound of the mean by bootstrap over the values. */
export function bootstrapLowerBound(values: readonly number[], quantile: number, rng: Rng): number {
  const means = Array.from({ length: 2000 }, () => mean(values.map(() => values[rng.int(values.length)] as number)));
  return means.sort((a, b) => a - b)[Math.floor(quantile * means.length)] as number;
}

export function rounded(value: number | null, digits = 3): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
