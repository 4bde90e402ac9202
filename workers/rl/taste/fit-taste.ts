import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { PreferenceModel } from '#domain/preference/model.ts';
import type { Answers } from '#server/services/taste/read-answers.ts';

/** Fits the preference model in a thread of its own, so that the lane's event loop stays free. One fit at a time. */
export class TasteFitter {
  #worker: Worker | null = null;

  async fit(answers: Answers): Promise<PreferenceModel> {
    const worker = this.#worker ?? new Worker(new URL('./fit-thread.ts', import.meta.url));
    this.#worker = worker;
    try {
      const answered = once(worker, 'message'); // rejects when the thread throws
      worker.postMessage(answers);
      const [model]: unknown[] = await answered;
      return PreferenceModel.parse(model);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
