import { statSync } from 'node:fs';
import { z } from 'zod';
import { MODES } from '#domain/run/mode.ts';
import { PROFILES, type Profile } from './env.ts';
import { ConfigError, checked, isPlain, overlaid, type Plain, readYamlFile } from './read-yaml.ts';

export const SEATS = ['qwen', 'mistral', 'llama'] as const;
export type Seat = (typeof SEATS)[number];

export const QUANTISATIONS = ['Q4_K_M', 'Q8_0', 'F16'] as const;
export type Quantisation = (typeof QUANTISATIONS)[number];

const seconds = z.number().positive();
const ratio = z.number().min(0).max(1);

export const ModeSettings = z.strictObject({
  max_new_tokens: z.number().int().min(16).max(4096),
  temperature: z.number().min(0).max(2),
  top_p: z.number().positive().max(1),
  timeout_s: seconds.max(300),
});
export type ModeSettings = z.infer<typeof ModeSettings>;

const SeatSettings = z.strictObject({
  /** An id of the model manifest; never a path. */
  model: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'must be an id of the model manifest'),
  quantisation: z.enum(QUANTISATIONS),
  context_size: z.number().int().min(512).max(131_072),
  sequences: z.number().int().min(1).max(32),
  batch_size: z.number().int().min(32).max(4096),
});
export type SeatSettings = z.infer<typeof SeatSettings>;

export const EnsembleConfig = z.strictObject({
  enabled: z.boolean(),
  embedded: z.boolean(),
  models_dir: z.string().min(1),
  use_gpu: z.boolean(),
  load_in_8bit: z.boolean(),
  workers: z.strictObject({ count: z.number().int().min(1), min: z.number().int().min(1), max: z.number().int().max(64) }),
  modes: z.strictObject(
    Object.fromEntries(MODES.map((mode) => [mode, ModeSettings])) as Record<(typeof MODES)[number], typeof ModeSettings>,
  ),
  seats: z.strictObject(Object.fromEntries(SEATS.map((seat) => [seat, SeatSettings])) as Record<Seat, typeof SeatSettings>),
  ladder: z.strictObject({ wait_s: seconds.nullable(), good_probes: z.number().int().min(1), hold_s: z.number().min(0), hedge_at: ratio }),
  supervision: z.strictObject({
    heartbeat_ms: z.number().int().min(50),
    missed_beats: z.number().int().min(2),
    stall_s: seconds,
    load_timeout_s: seconds,
    drain_timeout_s: seconds,
    backoff_first_ms: z.number().int().min(1),
    backoff_max_ms: z.number().int().min(1),
    breaker_deaths: z.number().int().min(1),
    breaker_window_s: seconds,
    breaker_open_s: seconds,
    recycle_after_requests: z.number().int().min(1),
    recycle_rss_growth: z.number().positive(),
    crashes_to_quarantine: z.number().int().min(1),
  }),
  queue: z.strictObject({ limit: z.number().int().min(1), warn_at: z.number().int().min(1), retry_after_s: z.number().int().min(1) }),
  cost: z.strictObject({ krw_per_gpu_second: z.number().min(0), krw_per_cpu_second: z.number().min(0) }),
});
export type EnsembleConfig = Readonly<z.infer<typeof EnsembleConfig>>;

export const ENSEMBLE_FILE = new URL('../../configs/llm_ensemble.yaml', import.meta.url);

/**
 * The configuration in force: the file, its profile laid over it, then an admin's overlay. Strict: an unknown key at any
 * of the three is an error. Throws ConfigError.
 */
export function resolveEnsemble({ file, profile, overlay = {} }: { file: Plain; profile: Profile; overlay?: Plain }): EnsembleConfig {
  const { profiles, ...base } = file;
  if (!isPlain(profiles)) throw new ConfigError('llm_ensemble.yaml', 'profiles: must hold development, staging and production');
  const strange = Object.keys(profiles).filter((name) => !(PROFILES as readonly string[]).includes(name));
  if (strange.length > 0) throw new ConfigError('llm_ensemble.yaml', `profiles: no profile is called ${strange.join(', ')}`);
  const own = profiles[profile];
  if (!isPlain(own)) throw new ConfigError('llm_ensemble.yaml', `profiles.${profile}: is missing`);
  return checked(EnsembleConfig, overlaid(overlaid(base, own), overlay), 'llm_ensemble.yaml');
}

/** The quantisation a seat's file is wanted in: `load_in_8bit` is the seed's switch for Q8_0 everywhere. */
export function quantisationOf(config: EnsembleConfig, seat: Seat): Quantisation {
  return config.load_in_8bit ? 'Q8_0' : config.seats[seat].quantisation;
}

/**
 * Follows a YAML file without a restart: reads it again when its time or size changed. A file that no longer parses
 * changes nothing; the last good content stays in force and `problem` says what is wrong.
 */
export class FollowedFile {
  readonly #path: string;
  readonly #check: (file: Plain) => unknown;
  #stamp = '';
  #content: Plain;
  problem: string | null = null;

  constructor(path: string, check: (file: Plain) => unknown) {
    this.#path = path;
    this.#check = check;
    this.#content = readYamlFile(path);
    check(this.#content);
    this.#stamp = stampOf(path);
  }

  current(): Plain {
    const stamp = stampOf(this.#path);
    if (stamp === this.#stamp) return this.#content;
    this.#stamp = stamp;
    try {
      const content = readYamlFile(this.#path);
      this.#check(content);
      this.#content = content;
      this.problem = null;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    return this.#content;
  }
}

function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  return `${mtimeMs}:${size}`;
}
