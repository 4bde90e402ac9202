import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from './checkpoint-store.ts';
import { readPolicyFile, writePolicyFile } from './policy-file.ts';
import { readRlConfig } from './rl-config.ts';
import { trainPolicy } from './train-policy.ts';
import type { IterationStats } from './trainer.ts';
import type { TrainingOrder, TrainingSummary } from './training-messages.ts';

/** Fixed, so that the same sources give the same bytes. */
const REFERENCE_SEED = 20_260;

/** Trains the reference policy on varied briefs by the brief score alone and writes it without its optimiser. */
export async function buildReference(path: string, onIteration: (stats: IterationStats) => void): Promise<TrainingSummary> {
  const directory = mkdtempSync(join(tmpdir(), 'reference-policy-'));
  try {
    const order: TrainingOrder = {
      kind: 'reference',
      catalogue: null,
      briefs: [],
      model: null,
      designer: null,
      config: readRlConfig(),
      seed: REFERENCE_SEED,
      directory,
      referencePath: null,
      resume: false,
      provider: 'cpu',
    };
    const summary = await trainPolicy(
      order,
      (report) => {
        if (report.type === 'iteration') onIteration(report.stats);
      },
      () => false,
    );
    const { shape, theta, configHash } = readPolicyFile(readFileSync(summary.policyPath));
    await writeWhole(path, writePolicyFile(shape, theta, null, configHash));
    return summary;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
