import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Where the networks run. CUDA is asked for first when wanted; a machine without it runs on the processor, and says so. */
export type Provider = 'cuda' | 'cpu';

export interface OpenedSession {
  readonly session: InferenceSession;
  readonly provider: Provider;
}

/** Opens a graph on one thread: the networks are small and the lane's other threads need the other cores. */
export async function openSession(model: Uint8Array, wanted: Provider = 'cpu'): Promise<OpenedSession> {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 } as const;
  if (wanted === 'cuda') {
    try {
      return { session: await InferenceSession.create(model, { ...options, executionProviders: ['cuda'] }), provider: 'cuda' };
    } catch {
      // onnxruntime-node throws here when it was installed without CUDA or finds no device; the processor serves as well.
    }
  }
  return { session: await InferenceSession.create(model, { ...options, executionProviders: ['cpu'] }), provider: 'cpu' };
}

export function tensor(values: Float32Array, dims: readonly number[]): Tensor {
  return new Tensor('float32', values, dims);
}

/** The floats of a named output. */
export function floatsOf(outputs: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the graph gave no floats named ${name}`);
  return data;
}
