import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DomainError } from '#domain/error.ts';
import {
  ENSEMBLE_FILE,
  type EnsembleConfig,
  QUANTISATIONS,
  type Quantisation,
  quantisationOf,
  resolveEnsemble,
  SEATS,
} from '#server/config/ensemble.ts';
import { PROFILES } from '#server/config/env.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { diagnose } from '#workers/llm/diagnose.ts';
import { expectedHash, installedFile, type ModelEntry, readManifest, requireModel } from '#workers/llm/manifest.ts';
import { pullModel, verifyFile } from '#workers/llm/pull-model.ts';
import { type CliIo, EXIT, type Verb } from '../verb.ts';

export const verb: Verb = {
  summary: 'models list|pull|verify|doctor: the language models, their licences and whether they fit',
  help: `models list                     every model of the manifest: seats, files, licence, installed or not
models pull ID [--quantisation Q4_K_M|Q8_0|F16] [--accept-licence]
                                fetches a file (resumes a broken one), checks its sha-256; the first checksum is pinned
models verify [ID]              compares installed files with their checksums; exit 1 when one differs
models doctor                   memory and speed of each seat, estimated from the file's header before anything is loaded
Models are named by their id in the manifest; a path is never taken. One JSON line per answer.`,
  async run(io, args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { quantisation: { type: 'string' }, 'accept-licence': { type: 'boolean', default: false } },
    });
    const [action = '', id] = positionals;
    const config = configNow();
    const manifest = readManifest();
    switch (action) {
      case 'list':
        return list(io, config, manifest);
      case 'pull':
        return pull(io, config, requireModel(manifest, id ?? ''), quantisationFrom(values.quantisation), values['accept-licence']);
      case 'verify':
        return verify(io, config, id === undefined ? manifest : [requireModel(manifest, id)]);
      case 'doctor':
        for (const row of await diagnose(config, manifest)) await io.answer(row);
        return EXIT.allAnswered;
      default:
        io.progress(verb.help);
        return EXIT.usage;
    }
  },
};

async function list(io: CliIo, config: EnsembleConfig, manifest: readonly ModelEntry[]): Promise<number> {
  for (const entry of manifest) {
    const { id, name, korean, licence } = entry;
    const chosenFor = SEATS.filter((seat) => config.seats[seat].model === id);
    const files = Object.entries(entry.files).map(([quantisation, file]) => ({
      quantisation,
      gigabytes: file.gigabytes,
      installed: installedQuietly(config.models_dir, entry, quantisation as Quantisation),
      sha256: expectedHash(config.models_dir, entry, quantisation as Quantisation),
    }));
    await io.answer({ id, name, seats: entry.seats, chosen_for: chosenFor, korean, licence, files });
  }
  return EXIT.allAnswered;
}

async function pull(
  io: CliIo,
  config: EnsembleConfig,
  entry: ModelEntry,
  asked: Quantisation | null,
  acceptLicence: boolean,
): Promise<number> {
  const seat = SEATS.find((name) => config.seats[name].model === entry.id);
  const quantisation = asked ?? (seat ? quantisationOf(config, seat) : 'Q4_K_M');
  io.progress(`${entry.name} ${quantisation}: ${entry.licence.name}, ${entry.licence.url}\n${entry.licence.card}`);
  let shown = -1;
  const { path, sha256, checked } = await pullModel({
    entry,
    quantisation,
    modelsDir: config.models_dir,
    acceptLicence,
    signal: io.signal,
    onProgress: (step, done, total) => {
      const percent = Math.floor((100 * done) / Math.max(1, total));
      if (percent === shown) return;
      shown = percent;
      io.progress(`${step.padEnd(8)} [${'#'.repeat(percent / 4).padEnd(25)}] ${percent} % of ${(total / 1e9).toFixed(2)} GB`);
    },
  });
  await io.answer({ id: entry.id, quantisation, path, sha256, checked });
  return EXIT.allAnswered;
}

async function verify(io: CliIo, config: EnsembleConfig, manifest: readonly ModelEntry[]): Promise<number> {
  let bad = false;
  for (const entry of manifest) {
    for (const quantisation of QUANTISATIONS) {
      if (!installedQuietly(config.models_dir, entry, quantisation)) continue;
      const { result, sha256, expected } = await verifyFile(config.models_dir, entry, quantisation);
      bad ||= result === 'mismatch';
      await io.answer({ id: entry.id, quantisation, result, sha256, expected });
    }
  }
  return bad ? EXIT.someErrors : EXIT.allAnswered;
}

/** A damaged or misplaced file is the doctor's to explain; a list goes on. */
function installedQuietly(modelsDir: string, entry: ModelEntry, quantisation: Quantisation): boolean {
  try {
    return installedFile(modelsDir, entry, quantisation) !== null;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

function configNow(): EnsembleConfig {
  const profile = PROFILES.find((name) => name === process.env.APP_ENV) ?? 'development';
  return resolveEnsemble({ file: readYamlFile(fileURLToPath(ENSEMBLE_FILE)), profile });
}

function quantisationFrom(text: string | undefined): Quantisation | null {
  if (text === undefined) return null;
  const found = QUANTISATIONS.find((name) => name === text);
  if (!found)
    throw new DomainError('bad_input', `no quantisation ${text}; one of ${QUANTISATIONS.join(', ')}`, '양자화 이름이 올바르지 않아요.');
  return found;
}
