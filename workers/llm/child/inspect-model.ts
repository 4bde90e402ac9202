import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { freemem } from 'node:os';
import { type Llama, readGgufFileInfo } from 'node-llama-cpp';
import type { Inspection, LoadOrder } from '../protocol.ts';

/** Compute buffers and runtime of one process beside weights and cache; measured spread 0.5–1 GB on a GPU. */
const GPU_OVERHEAD_BYTES = 0.75e9;
const CPU_OVERHEAD_BYTES = 0.15e9;
const F16_BYTES = 2;
/** A tensor's entry has a name's length, dimensions, type and offset; a key's has a length, a type and one byte. */
const SMALLEST_TENSOR_BYTES = 32;
const SMALLEST_KEY_BYTES = 13;

/** Reads only a file's header and says what loading it would need. The key-value cache is F16 and every sequence owns its cells. */
export async function inspectModel(
  llama: Llama,
  order: Pick<LoadOrder, 'modelPath' | 'contextSize' | 'sequences' | 'gpu'>,
): Promise<Inspection> {
  requirePlausibleCounts(order.modelPath);
  const info = await readGgufFileInfo(order.modelPath, { sourceType: 'filesystem', readTensorInfo: true, logWarnings: false });
  const architecture = String(info.metadata.general.architecture);
  const shape = info.architectureMetadata;
  const layers = positive(shape.block_count, 'block_count');
  const width = positive(shape.embedding_length, 'embedding_length');
  const heads = positive(first(shape.attention?.head_count), 'attention.head_count');
  const kvHeads = positive(first(shape.attention?.head_count_kv) ?? heads, 'attention.head_count_kv');
  const kvBytesPerToken = 2 * layers * kvHeads * (width / heads) * F16_BYTES;
  const weightBytes = statSync(order.modelPath).size;
  const contextBytes = kvBytesPerToken * order.contextSize * order.sequences;
  const onGpu = order.gpu && llama.gpu !== false;
  const overheadBytes = onGpu ? GPU_OVERHEAD_BYTES : CPU_OVERHEAD_BYTES;
  const freeBytes = onGpu ? (await llama.getVramState()).free : availableMemory();
  return {
    architecture,
    weightBytes,
    kvBytesPerToken,
    contextBytes,
    overheadBytes,
    freeBytes,
    where: onGpu ? 'vram' : 'ram',
    fits: weightBytes + contextBytes + overheadBytes <= freeBytes,
  };
}

/** A header may claim any number of tensors and keys, and a reader that believes it counts for hours. */
function requirePlausibleCounts(path: string): void {
  const head = Buffer.alloc(24);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, head, 0, head.length, 0) < head.length) throw new Error('the file ends within its header');
  } finally {
    closeSync(file);
  }
  const size = statSync(path).size;
  const tensors = Number(head.readBigUInt64LE(8));
  const keys = Number(head.readBigUInt64LE(16));
  if (tensors * SMALLEST_TENSOR_BYTES + keys * SMALLEST_KEY_BYTES > size) {
    throw new Error(`the header claims ${tensors} tensors and ${keys} keys in ${size} bytes`);
  }
}

/** Memory that can be had without swapping; os.freemem leaves out caches that the system would give back. */
function availableMemory(): number {
  try {
    const line = readFileSync('/proc/meminfo', 'utf8').match(/^MemAvailable:\s+(\d+) kB/m);
    if (line) return Number(line[1]) * 1024;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return freemem();
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? Math.max(...value.map(Number)) : value;
}

function positive(value: unknown, name: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0 || number > 1e7) throw new Error(`the header's ${name} is ${String(value)}`);
  return number;
}
