import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { CACHE_FILE, resolveCache } from '#server/config/cache.ts';
import { ENSEMBLE_FILE, resolveEnsemble } from '#server/config/ensemble.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { postgresPackage } from '#server/db/embedded/binaries.ts';
import { askHolder } from '#server/db/embedded/machine-lock.mjs';
import { StartError } from '#server/db/embedded/start-error.ts';
import { checkOutsideDatabase } from '#server/db/outside-database.ts';
import { builtFromTheseSources } from '../../studio/build.ts';
import { choosePort, DEFAULT_PORT } from '../../studio/port.ts';
import { readSettings, type StudioSettings } from '../../studio/settings.ts';
import { EXIT, type Verb } from '../verb.ts';

const LEAST_MEMORY_BYTES = 2e9;

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: unknown;
  /** What to do, when something is to be done. */
  readonly advice?: string;
  readonly advice_ko?: string;
}

/** A check finds something, or throws what the start would throw. */
type Check = (settings: StudioSettings) => unknown;

const CHECKS: Readonly<Record<string, Check>> = {
  node: () => process.versions.node,
  machine: () => {
    const found = {
      platform: `${process.platform}-${process.arch}`,
      cores: availableParallelism(),
      memory_gb: Math.round(totalmem() / 1e8) / 10,
    };
    if (totalmem() >= LEAST_MEMORY_BYTES) return found;
    throw new StartError('The studio needs about 2 GB of memory with its workers.', '스튜디오와 일꾼에 메모리 2 GB쯤이 필요해요.');
  },
  catalogue: () => {
    const { materials } = readSeedCatalogue();
    return { materials: materials.length };
  },
  configuration: ({ profile }) => {
    resolveEnsemble({ file: readYamlFile(fileURLToPath(ENSEMBLE_FILE)), profile });
    resolveCache({ file: readYamlFile(fileURLToPath(CACHE_FILE)) });
    return { profile, files: ['llm_ensemble.yaml', 'cache.yaml'] };
  },
  state: ({ stateDir }) => {
    const { bavail, bsize } = statfsSync(stateDir);
    return { folder: stateDir, free_gb: Math.round((bavail * bsize) / 1e8) / 10 };
  },
  database: async ({ databaseUrl }) => {
    if (databaseUrl === null) return { kind: 'embedded', version: postgresPackage().version };
    await checkOutsideDatabase(databaseUrl);
    return { kind: 'outside', host: new URL(databaseUrl).host };
  },
  pages: () => ({ built: builtFromTheseSources() }),
  studio: async ({ stateDir, host, port }) => {
    const answer = await askHolder('studio', stateDir);
    if (answer !== null) return { running: true, ...JSON.parse(answer) };
    return { running: false, would_use_port: await choosePort(host, port), default_port: DEFAULT_PORT };
  },
};

export const verb: Verb = {
  summary: 'doctor: what the studio needs on this machine, each with what to do when it is missing',
  help: 'Reads nothing. Prints a line {check, ok, found, advice?, advice_ko?} per check; exits 1 when one is not ok. Starts nothing.',
  async run(io) {
    let settings: StudioSettings;
    try {
      settings = readSettings();
    } catch (error) {
      await io.answer(wordFinding('settings', error));
      return EXIT.someErrors;
    }
    let allOk = true;
    for (const [check, look] of Object.entries(CHECKS)) {
      let finding: Finding;
      try {
        finding = { check, ok: true, found: await look(settings) };
      } catch (error) {
        finding = wordFinding(check, error);
      }
      allOk &&= finding.ok;
      await io.answer(finding);
    }
    return allOk ? EXIT.allAnswered : EXIT.someErrors;
  },
};

function wordFinding(check: string, error: unknown): Finding {
  const advice = error instanceof Error ? error.message : String(error);
  return { check, ok: false, found: null, advice, ...(error instanceof StartError ? { advice_ko: error.messageKo } : {}) };
}
