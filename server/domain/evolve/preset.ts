import { z } from 'zod';

/** How long and how boldly one round of evolution searches. */
export const EvolvePresetSettings = z.strictObject({
  population_size: z.number().int().min(8).max(1000),
  n_generations: z.number().int().min(1).max(100_000),
  mutation_sigma: z.number().positive().max(1),
  mutation_rate: z.number().min(0).max(1),
});
export type EvolvePresetSettings = z.infer<typeof EvolvePresetSettings>;

/** configs/evolve.yaml */
export const EvolveConfig = z.strictObject({
  presets: z.strictObject({ fast: EvolvePresetSettings, balanced: EvolvePresetSettings, thorough: EvolvePresetSettings }),
});
export type EvolveConfig = z.infer<typeof EvolveConfig>;
