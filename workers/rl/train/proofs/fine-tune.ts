import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvolveProblem } from '#domain/evolve/problem.ts';
import type { PreferenceModel } from '#domain/preference/model.ts';
import { PolicyProposer } from '../propose-with-policy.ts';
import { readRlConfig } from '../rl-config.ts';
import { SHIPPED_REFERENCE, trainPolicy } from '../train-policy.ts';
import type { TrainingSummary } from '../training-messages.ts';

/** Fine-tunes from the reference on these problems and opens the result. */
export async function fineTune(
  model: PreferenceModel,
  designer: string,
  problems: readonly EvolveProblem[],
  seed: number,
): Promise<{ policy: PolicyProposer; summary: TrainingSummary }> {
  const directory = mkdtempSync(join(tmpdir(), 'fine-tune-'));
  try {
    const summary = await trainPolicy(
      {
        kind: 'fine_tune',
        catalogue: null,
        briefs: [],
        model,
        designer,
        config: readRlConfig(),
        seed,
        directory,
        referencePath: null,
        resume: false,
        provider: 'cpu',
      },
      () => undefined,
      () => false,
      problems,
    );
    return { policy: await PolicyProposer.open(readFileSync(summary.policyPath)), summary };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export async function openReference(): Promise<PolicyProposer> {
  return PolicyProposer.open(readFileSync(SHIPPED_REFERENCE));
}
