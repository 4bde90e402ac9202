import {
  type ChatWrapper,
  getLlama,
  InsufficientMemoryError,
  type Llama,
  type LlamaGrammar,
  type LlamaLogLevel,
  type LlamaModel,
  NoBinaryFoundError,
  resolveChatWrapper,
} from 'node-llama-cpp';
import type { LoadOrder, ReadyReport, Refusal } from '../protocol.ts';
import { inspectModel } from './inspect-model.ts';
import { SequencePool } from './sequence-pool.ts';

/** The file will not do, now or after a restart. */
export class Refused extends Error {
  readonly code: Refusal;

  constructor(code: Refusal, message: string) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

export interface LoadedModel {
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
  readonly grammars: ReadonlyMap<string, LlamaGrammar>;
  readonly pool: SequencePool;
  readonly report: ReadyReport;
}

/** The native library, without building or fetching anything. Throws Refused when no binary fits this machine. */
export async function openLlama(gpu: boolean, threads: number): Promise<Llama> {
  try {
    return await getLlama({
      gpu: gpu ? 'auto' : false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error' as LlamaLogLevel,
      maxThreads: threads,
      numa: false,
    });
  } catch (error) {
    if (error instanceof NoBinaryFoundError) throw new Refused('no_backend', error.message);
    throw error;
  }
}

/**
 * Loads a model file: header and memory are checked first, then the chat format, then every grammar. Weights are
 * mapped, not locked, and safety checks are never switched off. Throws Refused.
 */
export async function loadModel(order: LoadOrder, onProgress: (progress: number) => void): Promise<LoadedModel> {
  const began = performance.now();
  const llama = await openLlama(order.gpu, order.threads);
  const inspection = await inspectModel(llama, order).catch((error: unknown) => {
    throw new Refused('bad_file', `the header cannot be read: ${messageOf(error)}`);
  });
  // A GPU that cannot hold everything still helps: the rest goes to memory. A machine without one must hold it all.
  if (inspection.where === 'ram' && !inspection.fits) {
    const need = inspection.weightBytes + inspection.contextBytes + inspection.overheadBytes;
    throw new Refused('insufficient_memory', `needs ${gigabytes(need)} GB, ${gigabytes(inspection.freeBytes)} GB are free`);
  }
  const model = await llama
    .loadModel({
      modelPath: order.modelPath,
      gpuLayers: order.gpu ? { fitContext: { contextSize: order.contextSize * order.sequences } } : 0,
      checkTensors: true,
      useMlock: false,
      defaultContextFlashAttention: 'auto',
      onLoadProgress: onProgress,
    })
    .catch(refuseLoad);
  const wrapper = resolveChatWrapper(model, { warningLogs: false });
  if (!order.wrappers.includes(wrapper.wrapperName)) {
    throw new Refused('wrong_wrapper', `the file's chat format is ${wrapper.wrapperName}; expected ${order.wrappers.join(' or ')}`);
  }
  const grammars = new Map<string, LlamaGrammar>();
  for (const [name, grammar] of Object.entries(order.grammars)) {
    grammars.set(
      name,
      await llama.createGrammar({ grammar }).catch((error: unknown) => {
        throw new Refused('bad_grammar', `${name}: ${messageOf(error)}`);
      }),
    );
  }
  const context = await model
    .createContext({
      sequences: order.sequences,
      contextSize: { max: order.contextSize },
      batchSize: Math.min(order.batchSize, order.contextSize),
      threads: order.threads,
      batching: { itemPrioritizationStrategy: 'maximumParallelism' },
      failedCreationRemedy: { retries: 3 },
    })
    .catch(refuseLoad);
  return {
    model,
    wrapper,
    grammars,
    pool: new SequencePool(context),
    report: {
      wrapper: wrapper.wrapperName,
      architecture: inspection.architecture,
      contextSize: context.contextSize,
      sequences: context.totalSequences,
      gpu: llama.gpu === false ? null : llama.gpu,
      gpuLayers: model.gpuLayers,
      loadMs: performance.now() - began,
    },
  };
}

function refuseLoad(error: unknown): never {
  if (error instanceof InsufficientMemoryError) throw new Refused('insufficient_memory', error.message);
  throw new Refused('bad_file', messageOf(error));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
