import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import { ENSEMBLE_FILE, type EnsembleConfig, resolveEnsemble, SEATS, type Seat } from '#server/config/ensemble.ts';
import { type Plain, readYamlFile } from '#server/config/read-yaml.ts';
import { SYSTEM_PROMPTS } from '../ask-model.ts';
import { fileNameOf, type ModelEntry } from '../manifest.ts';
import { roleGrammars } from '../roles/grammars.ts';
import { Ensemble, type EnsembleOptions } from '../supervisor/ensemble.ts';
import { type SyntheticFamily, writeTinyModel } from './synthetic-model.ts';

const FAMILY_OF_SEAT: Readonly<Record<Seat, SyntheticFamily>> = { qwen: 'qwen2', mistral: 'mistral', llama: 'llama3' };
const WRAPPERS: Readonly<Record<SyntheticFamily, readonly string[]>> = {
  qwen2: ['Qwen', 'ChatML'],
  mistral: ['Mistral'],
  llama3: ['Llama 3'],
};

/** A manifest of the three synthetic families under one id per seat. */
export const TINY_MANIFEST: readonly ModelEntry[] = SEATS.map((seat) => ({
  id: `tiny-${seat}`,
  name: `Tiny ${seat}`,
  seats: [seat],
  korean: 'fair',
  architecture: FAMILY_OF_SEAT[seat],
  wrappers: [...WRAPPERS[FAMILY_OF_SEAT[seat]]],
  licence: { name: 'none', url: 'https://example.org', accept: false, card: 'Random weights, made on this machine.' },
  files: {},
}));

/** Writes the synthetic models of the given seats into a models folder, under the names the manifest makes. */
export function installTinyModels(modelsDir: string, seats: readonly Seat[] = SEATS): void {
  mkdirSync(modelsDir, { recursive: true });
  for (const entry of TINY_MANIFEST) {
    const [seat] = entry.seats;
    if (!seat || !seats.includes(seat)) continue;
    renameSync(writeTinyModel(modelsDir, FAMILY_OF_SEAT[seat]), join(modelsDir, fileNameOf(entry, 'Q4_K_M')));
  }
}

/** The shipped configuration with the tiny models in its seats, small enough for one thread. */
export function tinyConfig(modelsDir: string, overlay: Plain = {}): EnsembleConfig {
  const file = readYamlFile(fileURLToPath(ENSEMBLE_FILE));
  const seats = Object.fromEntries(
    SEATS.map((seat) => [seat, { model: `tiny-${seat}`, context_size: 8192, sequences: seat === 'qwen' ? 4 : 2, batch_size: 512 }]),
  );
  const small = resolveEnsemble({
    file,
    profile: 'development',
    overlay: {
      models_dir: modelsDir,
      use_gpu: false,
      seats,
      ladder: { hold_s: 0 },
      supervision: { heartbeat_ms: 200, missed_beats: 50, backoff_first_ms: 100, load_timeout_s: 60, drain_timeout_s: 5 },
    },
  });
  return resolveEnsemble({ file: { ...small, profiles: { development: {} } } as Plain, profile: 'development', overlay });
}

export function tinyEnsemble(config: EnsembleConfig, catalogue: Catalogue, options: Partial<EnsembleOptions> = {}): Ensemble {
  return new Ensemble({
    config,
    grammars: roleGrammars(catalogue),
    warmSystemPrompts: SYSTEM_PROMPTS,
    manifest: TINY_MANIFEST,
    threads: 1,
    ...options,
  });
}
