import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#domain/error.ts';
import { FAMILIES } from '#domain/ingredient/family.ts';
import { ACTION_SIZE, LAYOUT_VERSION, OBSERVATION_SIZE } from '#domain/policy/layout.ts';
import { RngStateSchema } from '#domain/policy/rng-state.ts';
import { readModelFile } from './onnx/model-file.ts';
import { type NetworkShape, slotsOf } from './onnx/network.ts';
import { buildPolicyFile } from './onnx/policy-graph.ts';
import type { TrainerState } from './trainer.ts';

const NormaliserState = z.strictObject({ ring: z.array(z.number()), next: z.number().int() });

/** All of a training but its weights and moments. */
const StateText = z.strictObject({
  iteration: z.number().int(),
  updates: z.number().int(),
  steps: z.number().int(),
  rng: RngStateSchema,
  normaliser: NormaliserState.nullable(),
  guard: z.strictObject({ losses: z.array(z.number()), rewards: z.array(z.number()) }).nullable(),
  episodes: z.strictObject({ running: z.array(z.number()), recent: z.array(z.number()) }),
  env: z.unknown(),
  learningRateScale: z.number(),
  klCoef: z.number(),
  bestReward: z.number().nullable(),
  rollbackCount: z.number().int(),
  rollbacksInARow: z.number().int(),
});

export interface PolicyFile {
  readonly shape: NetworkShape;
  readonly theta: Float32Array;
  /** Null for a policy that was exported without its training. */
  readonly training: TrainerState | null;
  /** Hash of the configuration it was trained with. */
  readonly configHash: string;
}

/** Hash that tells whether a checkpoint belongs to a configuration: resuming under another one is refused. */
export function configHashOf(config: unknown): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
}

/**
 * The one file format of policies and checkpoints: an ONNX model that any runtime opens (observations → mean, value), with log-std,
 * layout, reward normaliser and the training's state in its metadata. Equal states give equal bytes.
 */
export function writePolicyFile(shape: NetworkShape, theta: Float32Array, training: TrainerState | null, configHash: string): Uint8Array {
  const metadata: Record<string, string> = {
    layout_version: String(LAYOUT_VERSION),
    families: FAMILIES.join(','),
    action_kind: shape.kind,
    hidden: String(shape.hidden),
    log_std: [...theta.slice(slotsOf(shape).logStdOffset)].map((value) => value.toPrecision(9)).join(','),
    config_hash: configHash,
  };
  if (training) {
    const { weights, ...rest } = training;
    metadata.normaliser = JSON.stringify(rest.normaliser);
    metadata.training = JSON.stringify(rest);
    metadata.adam_m = toBase64(weights.adamM);
    metadata.adam_v = toBase64(weights.adamV);
  }
  metadata.sha256 = digest(theta, metadata);
  return buildPolicyFile(shape, theta, metadata);
}

/** Reads a policy back. Throws DomainError bad_input when it is damaged, foreign or of another layout. */
export function readPolicyFile(bytes: Uint8Array): PolicyFile {
  let parts: ReturnType<typeof readModelFile>;
  try {
    parts = readModelFile(bytes);
  } catch (error) {
    throw refusal('the file is no ONNX model', { cause: error instanceof Error ? error.message : String(error) });
  }
  const { metadata, weights } = parts;
  const layout = metadata.get('layout_version');
  if (layout === undefined) throw refusal('the model was not written by this studio', {});
  if (Number(layout) !== LAYOUT_VERSION || metadata.get('families') !== FAMILIES.join(',')) {
    throw refusal('the policy was trained with another layout of observations or actions', { layout, wanted: LAYOUT_VERSION });
  }
  const shape: NetworkShape = {
    observationSize: OBSERVATION_SIZE,
    actionSize: ACTION_SIZE,
    hidden: Number(metadata.get('hidden')),
    kind: 'gaussian',
  };
  const { slots, size } = slotsOf(shape);
  const theta = new Float32Array(size);
  for (const slot of slots) {
    const values = weights.get(slot.name);
    if (values?.length !== slot.rows * slot.columns) throw refusal(`weight ${slot.name} is missing or of another size`, {});
    theta.set(values, slot.offset);
  }
  if (metadata.get('sha256') !== digest(theta, Object.fromEntries([...metadata].filter(([key]) => key !== 'sha256')))) {
    throw refusal('the file is damaged: its checksum does not match', {});
  }
  return { shape, theta, training: readTraining(metadata, theta), configHash: metadata.get('config_hash') ?? '' };
}

function readTraining(metadata: ReadonlyMap<string, string>, theta: Float32Array): TrainerState | null {
  const text = metadata.get('training');
  if (text === undefined) return null;
  const rest = StateText.parse(JSON.parse(text));
  const weights = { theta, adamM: fromBase64(metadata.get('adam_m') ?? ''), adamV: fromBase64(metadata.get('adam_v') ?? '') };
  return { ...rest, weights };
}

function digest(theta: Float32Array, metadata: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(bytesOf(theta));
  for (const key of Object.keys(metadata).sort()) hash.update(`${key}=${metadata[key]}\n`);
  return hash.digest('hex');
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function toBase64(values: Float32Array): string {
  return Buffer.from(bytesOf(values)).toString('base64');
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);
}

function refusal(message: string, details: Record<string, unknown>): DomainError {
  return new DomainError('bad_input', message, '정책 파일을 읽을 수 없어요. 다른 체크포인트를 골라 주세요.', details);
}
