/**
 * Rounds amounts to a step (a scale's resolution, or 0.01 %) so that they still add up to `total`: largest remainder
 * (Hare–Niemeyer), ties to the earlier. `total` must be a multiple of the step; nothing falls below 0.
 */
export function roundToStep(amounts: readonly number[], step: number, total: number): number[] {
  const sum = amounts.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return amounts.map(() => 0);
  const exact = amounts.map((amount) => (amount / sum) * (total / step));
  // Binary dust below a whole number must not cost a step.
  const whole = exact.map((steps) => Math.floor(steps + 1e-9));
  let left = Math.round(total / step) - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((steps, i) => ({ i, remainder: steps - (whole[i] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (left <= 0) break;
    whole[i] = (whole[i] ?? 0) + 1;
    left--;
  }
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  return whole.map((steps) => Number((steps * step).toFixed(decimals)));
}
