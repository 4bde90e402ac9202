import { setTimeout as sleep } from 'node:timers/promises';
import { Rng } from '#domain/math/rng.ts';
import { ModelFailed } from '#workers/llm/supervisor/model-child.ts';
import type { Proof } from '../fault.ts';
import { openTinyWorld, quantile, roleQuestion, sampleBrief } from './tiny-world.ts';

const STOP_BAR_MS = 500;
const LATEST_ABORT_MS = 60;

/** Aborts a generation at a random moment and asks again at once, on the same sequences, a thousand times. */
export const proof: Proof = {
  summary: 'abort during generation, then a new prompt at once',
  n: 1000,
  async prove(io, n) {
    await using world = await openTinyWorld({ seats: { qwen: { sequences: 1 } } });
    const rng = Rng.fromSeed(7);
    const busy = (): number => world.ensemble.reports()[0]?.sequencesBusy ?? 0;
    const stopMs: number[] = [];
    let asked = 0;
    let answered = 0;
    let finishedFirst = 0;
    for (let i = 0; i < n && !io.signal.aborted; i++) {
      const cancel = new AbortController();
      const long = roleQuestion(world, 'llama', sampleBrief(i), i);
      const generating = world.ensemble.generate('qwen', long.order, { signal: cancel.signal, onText: () => undefined }).then(
        () => finishedFirst++,
        (error: unknown) => {
          if (!(error instanceof ModelFailed) || error.code !== 'aborted') throw error;
        },
      );
      await sleep(rng.uniform() * LATEST_ABORT_MS);
      cancel.abort();
      const aborted = performance.now();
      if (i % 2 === 0) {
        // Measures when the sequence is free again …
        while (busy() > 0) await sleep(1);
        stopMs.push(performance.now() - aborted);
      }
      // … and every time the next prompt follows without waiting for that.
      asked++;
      const short = roleQuestion(world, 'mistral', sampleBrief(i), i);
      const { text } = await world.ensemble.generate('qwen', short.order, { signal: io.signal, onText: () => undefined });
      if (short.valid(text)) answered++;
      await generating;
      if ((i + 1) % 100 === 0) io.progress(`  ${i + 1} aborts, stopped within p95 ${Math.round(quantile(stopMs, 0.95))} ms`);
    }
    const restarts = world.ensemble.reports().reduce((sum, report) => sum + report.restarts, 0);
    const slowest = Math.max(...stopMs);
    return {
      ok: restarts === 0 && answered === asked && slowest <= STOP_BAR_MS,
      aborts: asked,
      finished_before_the_abort: finishedFirst,
      answered_after_abort: answered,
      stop_ms: {
        p50: Math.round(quantile(stopMs, 0.5)),
        p95: Math.round(quantile(stopMs, 0.95)),
        max: Math.round(slowest),
        bar: STOP_BAR_MS,
      },
      crashes: restarts,
    };
  },
};
