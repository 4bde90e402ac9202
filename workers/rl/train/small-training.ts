import { readingOf } from '#domain/evolve/loose-reading.ts';
import { FAMILIES } from '#domain/ingredient/family.ts';
import { type RlConfig, readRlConfig } from './rl-config.ts';
import type { TrainingBrief, TrainingOrder } from './training-messages.ts';

/** A training of seconds that shows everything a long one does: two briefs, few steps, a checkpoint after every iteration. */
export function smallTraining(directory: string, change: Partial<TrainingOrder> = {}): TrainingOrder {
  return {
    kind: 'reference',
    catalogue: null,
    briefs: twoBriefs(),
    model: null,
    designer: null,
    config: smallConfig(),
    seed: 5,
    directory,
    referencePath: null,
    resume: false,
    provider: 'cpu',
    ...change,
  };
}

export function smallConfig(iterations = 6): RlConfig {
  const config = readRlConfig();
  const small = { ...config.presets.reference, n_iterations: iterations, n_steps_per_iteration: 256, minibatch: 64, epochs: 2 };
  return {
    ...config,
    presets: { ...config.presets, reference: small, fine_tune: { ...small, kl_coef: 0.01 } },
    ppo: { ...config.ppo, hidden: 16 },
    checkpoint: { ...config.checkpoint, save_interval: 1, keep: 20 },
  };
}

function twoBriefs(): TrainingBrief[] {
  const options = { dosePct: 18, category: '4', market: 'ifra', krwPerUsd: 1400 } as const;
  return [0, 7].map((f) => ({ reading: readingOf({ notes_preference: { [FAMILIES[f] ?? 'floral']: 0.6, woody: 0.4 } }), options }));
}
