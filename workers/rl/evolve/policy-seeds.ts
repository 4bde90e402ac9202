import { readFileSync } from 'node:fs';
import type { EvolveProblem } from '#domain/evolve/problem.ts';
import type { MaterialLine } from '#domain/formula/formula.ts';
import { Rng } from '#domain/math/rng.ts';
import { type PreferenceModel, tasteOf } from '#domain/preference/model.ts';
import { gatedScore } from '#domain/preference/use-taste.ts';
import { PolicyProposer } from '../train/propose-with-policy.ts';

/** Rollouts of the policy that join the first generation; the rest stays random, so that variety does not depend on the policy. */
const ROLLOUTS = 12;

/** Formulas that the policy proposes for a problem, best first. Same policy, problem and seed → same formulas. */
export async function policySeeds(
  problem: EvolveProblem,
  { path, model, designer, seed }: { path: string; model: PreferenceModel; designer: string | null; seed: number },
): Promise<MaterialLine[][]> {
  const policy = await PolicyProposer.open(readFileSync(path));
  try {
    const score = gatedScore(problem, tasteOf(model, designer), model.gate.weight);
    const { sheets } = await policy.propose(problem, score, { rollouts: ROLLOUTS, rng: Rng.fromSeed(seed).fork(2) });
    return sheets.map((sheet) =>
      Array.from({ length: sheet.count }, (_, k) => ({
        materialId: problem.materials[sheet.index[k] ?? -1]?.id ?? '',
        pct: sheet.pct[k] ?? 0,
      })),
    );
  } finally {
    await policy.close();
  }
}
