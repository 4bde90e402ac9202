import { candidates } from '#domain/evolve/candidates.ts';
import type { EvolvePresetSettings } from '#domain/evolve/preset.ts';
import type { EvolveProblem } from '#domain/evolve/problem.ts';
import { advance, roundIsOver, startRounds } from '#domain/evolve/rounds.ts';
import type { Candidate } from '#domain/formula/formula.ts';
import { Rng } from '#domain/math/rng.ts';

/** Candidates of a batch differ by at least this Σ|Δ%|, the control too. */
const APART_PCT = 20;
const CHOICES = 6;

/**
 * The best formula for the brief alone, without any learned taste, that differs from the others: rated beside them, it is
 * the only unbiased measure of what the learning is worth. Null when nothing stands far enough apart.
 */
export function controlFormula(
  briefOnly: EvolveProblem,
  preset: EvolvePresetSettings,
  seed: number,
  others: readonly Candidate[],
): Candidate | null {
  const rounds = startRounds(briefOnly, preset, Rng.fromSeed(seed).fork(1).uint32(), 1, []);
  while (!roundIsOver(rounds)) advance(rounds);
  return (
    candidates(briefOnly, rounds.state, CHOICES).find((control) => others.every((other) => apart(control, other) >= APART_PCT)) ?? null
  );
}

/** Σ|Δ%| between the lines of two candidates. */
function apart(a: Candidate, b: Candidate): number {
  const pct = new Map(a.lines.map((line) => [line.ingredient, line.pct]));
  for (const line of b.lines) pct.set(line.ingredient, (pct.get(line.ingredient) ?? 0) - line.pct);
  return [...pct.values()].reduce((sum, delta) => sum + Math.abs(delta), 0);
}
