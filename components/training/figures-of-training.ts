/** The figures of one training that the page draws, by the names under which reinforcement-learning engineers know them. */
export const CURVES = [
  { name: 'objective/rlhf_reward', key: 'reward' },
  { name: 'train/approx_kl', key: 'kl', limit: 0.1 },
  { name: 'objective/kl_ref', key: 'klRef' },
  { name: 'train/entropy_loss', key: 'entropy', negate: true },
  { name: 'train/clip_fraction', key: 'clip', limit: 0.3 },
  { name: 'train/value_loss', key: 'valueLoss' },
  { name: 'train/explained_variance', key: 'explained' },
  { name: 'train/learning_rate', key: 'learningRate' },
] as const satisfies readonly { name: string; key: string; limit?: number; negate?: boolean }[];
export type Curve = (typeof CURVES)[number];

export interface IterationPoint {
  readonly iteration: number;
  readonly data: Readonly<Record<string, number | string | boolean | null>>;
}

/** One figure over the iterations; iterations without a number are left out, not drawn as zero. */
export function seriesOf(points: readonly IterationPoint[], curve: Curve): { x: number; y: number }[] {
  const sign = 'negate' in curve ? -1 : 1;
  return points.flatMap(({ iteration, data }) => {
    const value = data[curve.name];
    return typeof value === 'number' && Number.isFinite(value) ? [{ x: iteration, y: sign * value }] : [];
  });
}

/** The points known so far with the newly read ones; a repeated iteration is replaced. */
export function withPoints(known: readonly IterationPoint[], read: readonly IterationPoint[]): readonly IterationPoint[] {
  if (read.length === 0) return known;
  const first = read[0]?.iteration ?? 0;
  return [...known.filter((point) => point.iteration < first), ...read];
}
