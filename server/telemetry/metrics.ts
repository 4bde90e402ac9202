import {
  type Aggregator,
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';

/**
 * One process's measures, by the names that dashboards and alerts use. Labels are modes, seats, tiers and codes; never
 * words of a brief and never a person.
 */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'mode' | 'outcome' | 'served_by'>;
  readonly requestSeconds: Histogram<'mode'>;
  readonly ttftSeconds: Histogram<'model'>;
  readonly tokens: Counter<'model' | 'kind'>;
  readonly tokensPerSecond: Gauge<'model'>;
  readonly modelUp: Gauge<'model'>;
  readonly modelRestarts: Counter<'model' | 'reason'>;
  readonly sequencesBusy: Gauge<'model'>;
  readonly prefixReusedTokens: Counter;
  readonly grammarFailures: Counter;
  readonly queueDepth: Gauge;
  readonly queueOldestSeconds: Gauge;
  readonly queueRejected: Counter;
  readonly queueWaitSeconds: Histogram;
  readonly cacheLookups: Counter<'tier' | 'result'>;
  readonly cacheTtlSeconds: Gauge;
  readonly breakerState: Gauge<'name'>;
  readonly degradedLevel: Gauge;
  readonly spoolDepth: Gauge;
  readonly spoolOldestSeconds: Gauge;
  readonly spoolReplayed: Counter<'result'>;
  readonly sseConnections: Gauge;
  readonly clockSkewSeconds: Gauge;
  readonly workerBusyRatio: Gauge<'kind'>;
  readonly workerSeconds: Counter<'kind'>;
  readonly gpuUtilisationRatio: Gauge;
  readonly requestCostKrw: Histogram<'mode'>;
  readonly errors: Counter<'code'>;
  readonly downshifts: Counter<'from' | 'to' | 'reason'>;
  readonly ppoRollbacks: Counter<'reason'>;
  readonly readingQuality: Gauge<'measure'>;
  readonly ratingMean: Gauge<'mode'>;
  readonly desiredWorkers: Gauge;
}

/** Seconds from a reply at once to the longest timeout with its margin. */
const REQUEST_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 12, 15, 20, 30];
const TOKEN_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];
const COST_BUCKETS = [0.01, 0.1, 0.5, 1, 2, 5, 10, 25, 50, 100];

/** Makes a registry of this process's own. `process` also collects Node's memory, loop delay and handles. */
export function makeMetrics({ process = false }: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (process) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = [], aggregator: Aggregator = 'sum') =>
    new Gauge<L>({ name, help, labelNames: [...labelNames], registers, aggregator });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name, help, labelNames: [...labelNames], registers });
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[] = []) =>
    new Histogram<L>({ name, help, buckets, labelNames: [...labelNames], registers });
  return {
    registry,
    requests: counter('requests_total', 'Briefs answered, by outcome and by what answered', ['mode', 'outcome', 'served_by']),
    requestSeconds: histogram('request_seconds', 'From the brief to its reading, s', REQUEST_BUCKETS, ['mode']),
    ttftSeconds: histogram('ttft_seconds', 'From a question to the model’s first token, s', TOKEN_BUCKETS, ['model']),
    tokens: counter('tokens_total', 'Tokens read (prompt), re-used (reused) and written (output)', ['model', 'kind']),
    tokensPerSecond: gauge('tokens_per_second', 'Decoding speed of one sequence, smoothed', ['model']),
    modelUp: gauge('model_up', '1 when the model can be relied on', ['model']),
    modelRestarts: counter('model_restarts_total', 'Model processes replaced', ['model', 'reason']),
    sequencesBusy: gauge('model_sequences_busy', 'Sequences that answer now', ['model']),
    prefixReusedTokens: counter('prefix_reused_tokens_total', 'Prompt tokens that needed no evaluation'),
    grammarFailures: counter('grammar_failures_total', 'Answers that ended outside their grammar or schema'),
    queueDepth: gauge('queue_depth', 'Runs waiting to be read'),
    queueOldestSeconds: gauge('queue_oldest_seconds', 'Age of the run that has waited longest'),
    queueRejected: counter('queue_rejected_total', 'Runs refused because the queue was full'),
    queueWaitSeconds: histogram('queue_wait_seconds', 'From acceptance to pick-up, s', REQUEST_BUCKETS),
    cacheLookups: counter('cache_lookups_total', 'Lookups by tier and result', ['tier', 'result']),
    cacheTtlSeconds: gauge('cache_ttl_seconds', 'Time to live in force'),
    breakerState: gauge('breaker_state', '0 closed, 1 half open, 2 open', ['name']),
    degradedLevel: gauge('degraded_level', '0 as asked, 1 a stair down, 2 emergency'),
    spoolDepth: gauge('spool_depth', 'Writes kept while the database is away'),
    spoolOldestSeconds: gauge('spool_oldest_seconds', 'Age of the oldest of them'),
    spoolReplayed: counter('spool_replayed_total', 'Kept writes brought to the database', ['result']),
    sseConnections: gauge('sse_connections', 'Open event streams'),
    clockSkewSeconds: gauge('clock_skew_seconds', 'This clock minus the database’s'),
    workerBusyRatio: gauge('worker_busy_ratio', 'Share of slots at work', ['kind']),
    workerSeconds: counter('worker_seconds_total', 'Seconds of work', ['kind']),
    gpuUtilisationRatio: gauge('gpu_utilisation_ratio', 'As the driver says, 0..1'),
    requestCostKrw: histogram('request_cost_krw', 'Worker seconds × price', COST_BUCKETS, ['mode']),
    errors: counter('errors_total', 'Refusals and faults by code', ['code']),
    downshifts: counter('downshifts_total', 'Answers below the mode asked for', ['from', 'to', 'reason']),
    ppoRollbacks: counter('ppo_rollbacks_total', 'Training steps undone', ['reason']),
    readingQuality: gauge('reading_quality', 'The embedded reader on the held-out golden briefs, 0..1', ['measure'], 'average'),
    ratingMean: gauge('rating_mean', 'Mean stars of the last 30 days', ['mode']),
    desiredWorkers: gauge('desired_workers', 'Reading workers that the queue asks for'),
  };
}

/** A registry as plain data, for another process that answers /metrics for all. */
export async function metricsAsData(registry: Registry): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
  return registry.getMetricsAsJSON();
}

/** Several processes' data as one exposition text: counters and histograms add up, gauges too unless they say otherwise. */
export async function mergedText(parts: readonly (readonly object[])[]): Promise<string> {
  const merged = AggregatorRegistry.aggregate(parts.map((part) => [...part]));
  return merged.metrics();
}

/** Workers wanted for a queue of this depth: one per `perWorker` waiting, within the range. */
export function desiredWorkers(depth: number, { min, max, perWorker = 10 }: { min: number; max: number; perWorker?: number }): number {
  return Math.min(max, Math.max(min, Math.ceil(depth / perWorker)));
}
