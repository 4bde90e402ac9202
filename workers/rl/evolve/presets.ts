import { fileURLToPath } from 'node:url';
import { EvolveConfig, type EvolvePresetSettings } from '#domain/evolve/preset.ts';
import { EVOLVE_PRESETS } from '#domain/run/mode.ts';
import { ConfigError, readYamlFile } from '#server/config/read-yaml.ts';

const FILE = fileURLToPath(new URL('../../../configs/evolve.yaml', import.meta.url));

let config: EvolveConfig | undefined;

/** The settings of a preset of configs/evolve.yaml. Throws ConfigError for an unknown name or a file that does not parse. */
export function presetSettings(name: string): EvolvePresetSettings {
  if (!config) {
    const parsed = EvolveConfig.safeParse(readYamlFile(FILE));
    if (!parsed.success) throw new ConfigError('configs/evolve.yaml', parsed.error.issues[0]?.message ?? 'does not parse');
    config = parsed.data;
  }
  const known = EVOLVE_PRESETS.find((preset) => preset === name);
  if (!known) throw new ConfigError('configs/evolve.yaml', `no preset ${JSON.stringify(name)}; one of ${EVOLVE_PRESETS.join(', ')}`);
  return config.presets[known];
}
