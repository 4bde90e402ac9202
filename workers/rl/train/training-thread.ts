import { parentPort, workerData } from 'node:worker_threads';
import { trainPolicy } from './train-policy.ts';
import type { TrainingOrder, TrainingReport } from './training-messages.ts';

/** What the main thread hands over: the order, and one shared flag that asks for an end. */
export interface TrainingThreadData {
  readonly order: TrainingOrder;
  readonly stop: SharedArrayBuffer;
}

const port = parentPort;
if (port) {
  const { order, stop } = workerData as TrainingThreadData;
  const flag = new Int32Array(stop);
  const report = (message: TrainingReport): void => port.postMessage(message);
  try {
    await trainPolicy(order, report, () => Atomics.load(flag, 0) !== 0);
  } catch (error) {
    report({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
