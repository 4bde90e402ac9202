import type { LadderReason, ServedMode } from '#domain/ladder/decide.ts';
import type { EnsembleConfig } from '#server/config/ensemble.ts';
import type { Metrics } from '#server/telemetry/metrics.ts';
import type { ReadOutput } from './read-with-ladder.ts';
import type { SeatEvents } from './supervisor/seat.ts';

const BREAKER = { closed: 0, half_open: 1, open: 2 } as const;
const LEVEL: Readonly<Record<ServedMode, number>> = { creative: 0, balanced: 0, fast: 0, emergency: 2 };

/** Seat events as measures. */
export function seatMetrics(metrics: Metrics): Omit<SeatEvents, 'onCrash'> {
  return {
    onChange: ({ seat: model, up, breaker, sequencesBusy, tokensPerSecond }) => {
      metrics.modelUp.set({ model }, up ? 1 : 0);
      metrics.breakerState.set({ name: model }, BREAKER[breaker]);
      metrics.sequencesBusy.set({ model }, sequencesBusy);
      if (tokensPerSecond !== null) metrics.tokensPerSecond.set({ model }, tokensPerSecond);
    },
    onRestart: (model, reason) => metrics.modelRestarts.inc({ model, reason }),
    onGeneration: (model, { promptTokens, reusedTokens, outputTokens, firstTokenMs }) => {
      metrics.tokens.inc({ model, kind: 'prompt' }, promptTokens);
      metrics.tokens.inc({ model, kind: 'output' }, outputTokens);
      metrics.prefixReusedTokens.inc(reusedTokens);
      if (firstTokenMs !== null) metrics.ttftSeconds.observe({ model }, firstTokenMs / 1000);
    },
  };
}

/** One answered brief as measures. A stair down counts once per cause. */
export function countReading(metrics: Metrics, mode: string, output: ReadOutput, seconds: number, config: EnsembleConfig): void {
  const { servedMode, servedBy, reasons } = output;
  metrics.requests.inc({ mode, outcome: servedMode === mode ? 'ok' : 'degraded', served_by: servedBy.read });
  metrics.requestSeconds.observe({ mode }, seconds);
  metrics.workerSeconds.inc({ kind: 'llm' }, seconds);
  const price = config.use_gpu && output.resolvedConfig.weights ? config.cost.krw_per_gpu_second : config.cost.krw_per_cpu_second;
  // Without a price a request's cost is unknown, not nothing.
  if (price > 0) metrics.requestCostKrw.observe({ mode }, seconds * price);
  metrics.degradedLevel.set(servedMode === mode ? 0 : Math.max(1, LEVEL[servedMode]));
  if (reasons.includes('unusable_answer' satisfies LadderReason)) metrics.grammarFailures.inc();
  if (servedMode !== mode) for (const reason of reasons) metrics.downshifts.inc({ from: mode, to: servedMode, reason });
}
