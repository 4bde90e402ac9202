import { parentPort, workerData } from 'node:worker_threads';
import type { PreferenceModel } from '#domain/preference/model.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import { judgePolicy } from './judge-policy.ts';

/** Thread entry: one policy in, its judgement out. */
const given = workerData as { policyPath: string; model: PreferenceModel | null };
parentPort?.postMessage(await judgePolicy(readSeedCatalogue(), given));
