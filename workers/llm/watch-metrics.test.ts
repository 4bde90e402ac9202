import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ENSEMBLE_FILE, type EnsembleConfig, resolveEnsemble } from '#server/config/ensemble.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { makeMetrics } from '#server/telemetry/metrics.ts';
import type { ReadOutput } from './read-with-ladder.ts';
import { countReading } from './watch-metrics.ts';

const file = readYamlFile(fileURLToPath(ENSEMBLE_FILE));

function configWith(overlay: Record<string, unknown>): EnsembleConfig {
  return resolveEnsemble({ file, profile: 'development', overlay });
}

/** What is counted of an answer; nothing else of it is looked at. */
function answer(over: Partial<ReadOutput>): ReadOutput {
  const output = {
    servedMode: 'balanced',
    servedBy: { read: 'qwen', validate: 'rules+mistral', hints: null },
    reasons: [],
    resolvedConfig: { weights: true },
    ...over,
  };
  return output as unknown as ReadOutput;
}

describe('the measures of an answered brief', () => {
  it('hold its cost as its seconds times the price of what computed it', async () => {
    const config = configWith({ use_gpu: true, cost: { krw_per_gpu_second: 0.83, krw_per_cpu_second: 0.1 } });
    const metrics = makeMetrics();
    countReading(metrics, 'balanced', answer({}), 4, config);
    expect(await metrics.registry.metrics()).toMatch(/request_cost_krw_sum\{mode="balanced"\} 3\.32/);
    const embedded = makeMetrics();
    const { resolvedConfig } = answer({});
    countReading(embedded, 'fast', answer({ servedMode: 'fast', resolvedConfig: { ...resolvedConfig, weights: false } }), 2, config);
    expect(await embedded.registry.metrics()).toMatch(/request_cost_krw_sum\{mode="fast"\} 0\.2/);
  });

  it('hold no cost at all while no price is set: unknown is not nothing', async () => {
    const metrics = makeMetrics();
    countReading(metrics, 'balanced', answer({}), 4, configWith({}));
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/request_seconds_count\{mode="balanced"\} 1/);
    expect(text).not.toMatch(/request_cost_krw_(sum|count)\{/);
  });

  it('count a stair down once under each of its causes, and an answer as asked under none', async () => {
    const metrics = makeMetrics();
    const down = answer({
      servedMode: 'emergency',
      servedBy: { read: 'embedded', validate: 'rules', hints: null },
      reasons: ['qwen_down', 'time'],
    });
    countReading(metrics, 'balanced', down, 12, configWith({}));
    countReading(metrics, 'balanced', answer({}), 5, configWith({}));
    const { values } = await metrics.downshifts.get();
    expect(values.map(({ labels, value }) => [labels.from, labels.to, labels.reason, value])).toEqual([
      ['balanced', 'emergency', 'qwen_down', 1],
      ['balanced', 'emergency', 'time', 1],
    ]);
    const { values: requests } = await metrics.requests.get();
    expect(requests.map(({ labels, value }) => [labels.outcome, labels.served_by, value])).toEqual([
      ['degraded', 'embedded', 1],
      ['ok', 'qwen', 1],
    ]);
  });
});
