import { z } from 'zod';
import { SCHEDULE_TYPES } from '#domain/policy/entropy-schedule.ts';
import { ACTION_SIZE, HORIZON, OBSERVATION_SIZE } from '#domain/policy/layout.ts';
import { RollbackLimits } from '#domain/policy/rollback-guard.ts';
import { checked, readYamlFile } from '#server/config/read-yaml.ts';
import type { PpoConfig } from './ppo-config.ts';

export const TRAINING_PRESETS = ['fine_tune', 'fast', 'balanced', 'high_quality', 'reference'] as const;
export type TrainingPreset = (typeof TRAINING_PRESETS)[number];

const Preset = z.strictObject({
  learning_rate: z.number().positive().max(0.1),
  learning_rate_final: z.number().positive().max(0.1),
  n_iterations: z.number().int().min(1).max(10_000),
  n_steps_per_iteration: z.number().int().min(256).max(1_000_000),
  clip_eps: z.number().positive().max(1),
  epochs: z.number().int().min(1).max(100),
  minibatch: z.number().int().min(32).max(65_536),
  kl_coef: z.number().nonnegative(),
});

/** configs/rl_config.yaml */
export const RlConfig = z.strictObject({
  presets: z.strictObject({ fine_tune: Preset, fast: Preset, balanced: Preset, high_quality: Preset, reference: Preset }),
  ppo: z.strictObject({
    gamma: z.number().min(0).max(1),
    gae_lambda: z.number().min(0).max(1),
    value_coef: z.number().positive(),
    max_grad_norm: z.number().positive(),
    hidden: z.number().int().min(8).max(1024),
    warmup_updates: z.number().int().nonnegative(),
    initial_log_std: z.number(),
    std_floor: z.number().positive(),
  }),
  entropy: z.strictObject({
    initial_entropy: z.number().nonnegative(),
    final_entropy: z.number().positive(),
    decay_steps: z.number().int().positive(),
    schedule_type: z.enum(SCHEDULE_TYPES),
  }),
  rewards: z.strictObject({ window_size: z.number().int().min(10), clip_range: z.number().positive() }),
  checkpoint: RollbackLimits.extend({ save_interval: z.number().int().positive(), keep: z.number().int().min(1) }),
});
export type RlConfig = z.infer<typeof RlConfig>;

export function readRlConfig(
  path: string = decodeURIComponent(new URL('../../../configs/rl_config.yaml', import.meta.url).pathname),
): RlConfig {
  return checked(RlConfig, readYamlFile(path), path);
}

/** The whole-episode training that a preset stands for, and how many episodes run side by side. */
export function ppoConfigOf(config: RlConfig, kind: TrainingPreset): { envs: number; ppo: PpoConfig } {
  const preset = config.presets[kind];
  const { rollback_on_kl_threshold, rollback_on_loss_spike_factor, rollback_on_reward_drop_factor } = config.checkpoint;
  const envs = Math.ceil(preset.n_steps_per_iteration / HORIZON);
  return {
    envs,
    ppo: {
      network: { observationSize: OBSERVATION_SIZE, actionSize: ACTION_SIZE, hidden: config.ppo.hidden, kind: 'gaussian' },
      iterations: preset.n_iterations,
      stepsPerEnv: HORIZON,
      epochs: preset.epochs,
      minibatch: Math.min(preset.minibatch, envs * HORIZON),
      gamma: config.ppo.gamma,
      lambda: config.ppo.gae_lambda,
      learningRate: [preset.learning_rate, preset.learning_rate_final],
      // The reference starts from nothing; everything else starts from the reference with fresh moments.
      warmupUpdates: kind === 'reference' ? 0 : config.ppo.warmup_updates,
      clip: [preset.clip_eps, preset.clip_eps],
      entropy: config.entropy,
      valueCoef: config.ppo.value_coef,
      klCoef: preset.kl_coef,
      maxGradNorm: config.ppo.max_grad_norm,
      initialLogStd: config.ppo.initial_log_std,
      logStdFloor: Math.log(config.ppo.std_floor),
      rewards: { ...config.rewards, centre: false },
      rollback: { rollback_on_kl_threshold, rollback_on_loss_spike_factor, rollback_on_reward_drop_factor },
    },
  };
}
