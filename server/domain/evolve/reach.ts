import { f64 } from '../math/element.ts';
import { Rng } from '../math/rng.ts';
import { evaluateSheet, newEvaluation } from './objective.ts';
import type { EvolveProblem } from './problem.ts';
import { sampleSheet } from './sample-sheet.ts';
import { newSheet } from './sheet.ts';

const REACH_SAMPLES = 96;

/** What random admissible formulas of this palette reach: the scale for "loud" and "dear". */
export function reachOf(problem: EvolveProblem): Pick<EvolveProblem, 'quietest' | 'loudest' | 'costEdges' | 'typical'> {
  const rng = Rng.fromSeed(0x0d0a);
  const sheet = newSheet();
  const out = newEvaluation();
  const intensities = new Float64Array(REACH_SAMPLES);
  const costs = new Float64Array(REACH_SAMPLES);
  const mismatches = new Float64Array(REACH_SAMPLES);
  const imbalances = new Float64Array(REACH_SAMPLES);
  for (let i = 0; i < REACH_SAMPLES; i++) {
    sampleSheet(problem.limits, sheet, rng);
    evaluateSheet(problem, sheet, out);
    intensities[i] = out.intensity;
    mismatches[i] = f64(out.objectives, 0);
    costs[i] = f64(out.objectives, 1);
    imbalances[i] = f64(out.objectives, 2);
  }
  for (const seen of [intensities, costs, mismatches, imbalances]) seen.sort();
  const at = (sorted: Float64Array, part: number): number => f64(sorted, Math.floor(part * (REACH_SAMPLES - 1)));
  const quietest = at(intensities, 0.05);
  return {
    quietest,
    loudest: Math.max(at(intensities, 0.95), quietest + 1e-6),
    costEdges: Float64Array.of(at(costs, 0.25), at(costs, 0.5), at(costs, 0.75)),
    typical: Float64Array.of(at(mismatches, 0.5), at(costs, 0.5), at(imbalances, 0.5)).map((value) => Math.max(value, 0.01)),
  };
}
