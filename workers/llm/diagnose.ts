import { existsSync } from 'node:fs';
import { DomainError } from '#domain/error.ts';
import { type EnsembleConfig, quantisationOf, SEATS, type Seat } from '#server/config/ensemble.ts';
import { installedFile, type ModelEntry, readManifest, requireModel } from './manifest.ts';
import type { Inspection } from './protocol.ts';
import { inspectInChild } from './supervisor/fork-child.ts';

const INSPECT_TIMEOUT_MS = 30_000;
/** Share of the memory's speed that decoding reaches; public CPU measurements lie between .6 and .8. */
const DECODE_SHARE = 0.7;
const COPY_BYTES = 128 * 1024 * 1024;

export interface Diagnosis {
  readonly seat: Seat;
  readonly model: string;
  readonly quantisation: string;
  readonly installed: boolean;
  /** Plain English; null when the seat can be filled. */
  readonly problem: string | null;
  readonly inspection: Inspection | null;
  /** Estimated before loading, one sequence; null on a GPU (measure it: bench serving). */
  readonly estimated_tokens_per_s: number | null;
  readonly licence: string;
  readonly how: string;
}

/** What each seat would need and give, without loading anything. A file is only ever read in a process of its own. */
export async function diagnose(config: EnsembleConfig, manifest: readonly ModelEntry[] = readManifest()): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  let bandwidth: number | null = null;
  for (const seat of SEATS) {
    const { model, context_size: contextSize, sequences } = config.seats[seat];
    const quantisation = quantisationOf(config, seat);
    const entry = requireModel(manifest, model);
    const about = { seat, model, quantisation, licence: entry.licence.name };
    const how = `npm run -s fragrance -- models pull ${model} --quantisation ${quantisation}${entry.licence.accept ? ' --accept-licence' : ''}`;
    const missing = { ...about, installed: false, inspection: null, estimated_tokens_per_s: null, how };
    try {
      const modelPath = existsSync(config.models_dir) ? installedFile(config.models_dir, entry, quantisation) : null;
      if (modelPath === null) {
        diagnoses.push({ ...missing, problem: `not installed; the embedded engine answers in its place` });
        continue;
      }
      const inspection = await inspectInChild({ modelPath, contextSize, sequences, gpu: config.use_gpu }, INSPECT_TIMEOUT_MS);
      bandwidth ??= memoryBytesPerSecond();
      diagnoses.push({
        ...about,
        installed: true,
        problem: inspection.fits ? null : `needs more ${inspection.where} than is free`,
        inspection,
        estimated_tokens_per_s: inspection.where === 'vram' ? null : round((DECODE_SHARE * bandwidth) / inspection.weightBytes),
        how: '',
      });
    } catch (error) {
      const problem = error instanceof DomainError || error instanceof Error ? error.message : String(error);
      diagnoses.push({ ...missing, problem });
    }
  }
  return diagnoses;
}

/** Speed of this machine's memory as one thread sees it: a large copy reads and writes every byte once. */
function memoryBytesPerSecond(): number {
  const from = Buffer.alloc(COPY_BYTES, 1);
  const to = Buffer.alloc(COPY_BYTES, 2);
  const began = performance.now();
  from.copy(to);
  return (2 * COPY_BYTES * 1000) / (performance.now() - began);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
