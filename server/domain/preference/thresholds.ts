import { answerOf, type Observations } from './answers.ts';
import { type DesignerScale, USUAL_SCALE } from './likelihood.ts';

/** First threshold, three log gaps, log scale: any values give ascending thresholds and a positive scale. */
const PRIOR_MEAN = [-1.5, 0, 0, 0, Math.log(USUAL_SCALE.scale)];
const PRIOR_SD = [1, 0.4, 0.4, 0.4, 0.4];
const PROBE = 0.05;
const LONGEST_STEP = 0.5;
const SWEEPS = 2;

/** Moves each designer's thresholds and scale towards the mode of their posterior at fixed utilities z, coordinate by coordinate. */
export function fitScales(observations: Observations, z: Float64Array, scales: readonly DesignerScale[]): DesignerScale[] {
  const mine: number[][] = scales.map(() => []);
  observations.rows.forEach((row, i) => {
    mine[row.designer]?.push(i);
  });
  return scales.map((scale, designer) => {
    const answers = mine[designer] ?? [];
    const at = encode(scale);
    const objective = (params: readonly number[]): number => {
      const decoded = decode(params);
      let total = 0;
      for (const i of answers) total += answerOf(observations.rows[i] as (typeof observations.rows)[number], z[i] as number, decoded).value;
      params.forEach((value, k) => {
        total -= 0.5 * ((value - (PRIOR_MEAN[k] as number)) / (PRIOR_SD[k] as number)) ** 2;
      });
      return total;
    };
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let k = 0; k < at.length; k++) {
        const moved = (by: number): number[] => at.map((value, j) => (j === k ? value + by : value));
        const here = objective(at);
        const up = objective(moved(PROBE));
        const down = objective(moved(-PROBE));
        const curvature = (up - 2 * here + down) / (PROBE * PROBE);
        const slope = (up - down) / (2 * PROBE);
        const step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, slope / Math.max(-curvature, 1)));
        if (objective(moved(step)) > here) at[k] = (at[k] as number) + step;
      }
    }
    return decode(at);
  });
}

function encode({ thresholds, scale }: DesignerScale): number[] {
  const [b1 = 0, b2 = 0, b3 = 0, b4 = 0] = thresholds;
  return [b1, Math.log(b2 - b1), Math.log(b3 - b2), Math.log(b4 - b3), Math.log(scale)];
}

function decode([b1 = 0, g1 = 0, g2 = 0, g3 = 0, s = 0]: readonly number[]): DesignerScale {
  const b2 = b1 + Math.exp(g1);
  const b3 = b2 + Math.exp(g2);
  return { thresholds: [b1, b2, b3, b3 + Math.exp(g3)], scale: Math.exp(s) };
}
