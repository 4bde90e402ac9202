import { parseArgs } from 'node:util';
import { PostgresStore } from '#server/cache/postgres-store.ts';
import { ReadingCache } from '#server/cache/reading-cache.ts';
import { CACHE_FILE, resolveCache } from '#server/config/cache.ts';
import { readYamlFile } from '#server/config/read-yaml.ts';
import { connect } from '#server/db/connect.ts';
import { startTemporaryPostgres } from '#server/db/embedded/temporary-postgres.ts';
import { migrateAndSeed } from '#server/db/migrate.ts';
import { cacheForm } from '#workers/llm/read-with-ladder.ts';
import { EXIT, type Verb } from '../verb.ts';
import { BARS, holds, measureSets } from './cache/measure.ts';
import { quantile, sampleBrief, seedEmbedded } from './faults/tiny-world.ts';
import { positiveInteger } from './positive-integer.ts';

const LOOKUPS = 1000;
const LOOKUP_BAR_MS = 5;

export const bench: Verb = {
  summary: 'bench cache: false hits, hit shares, and lookup time over a full table',
  help: `Options: --entries <n> (10000).
Two lines: {sets, minimal, distinct, surface, paraphrase, wrong, bars, ok}, then {entries, lookup_ms: {p50, p95}, bar_p95_ms, ok}
on a PostgreSQL of its own. Exit 1 when a bar does not hold.`,
  async run(io, args) {
    const { values } = parseArgs({ args: [...args], options: { entries: { type: 'string', default: '10000' } } });
    const entries = positiveInteger(values.entries, '--entries');
    const sets = measureSets(seedEmbedded());
    await io.answer({ sets: 'canonical keys', ...sets, bars: BARS, ok: holds(sets) });
    const times = await lookupTimes(entries);
    const p95 = quantile(times, 0.95);
    await io.answer({
      entries,
      lookup_ms: { p50: round(quantile(times, 0.5)), p95: round(p95) },
      bar_p95_ms: LOOKUP_BAR_MS,
      ok: p95 <= LOOKUP_BAR_MS,
    });
    return holds(sets) && p95 <= LOOKUP_BAR_MS ? EXIT.allAnswered : EXIT.someErrors;
  },
};

/** Milliseconds of whole lookups, half of them hits, against the database as shipped. */
async function lookupTimes(entries: number): Promise<number[]> {
  const server = await startTemporaryPostgres();
  try {
    await migrateAndSeed(server.url, () => undefined);
    const connection = connect(server.url, { name: 'bench-cache', max: 4 });
    const config = resolveCache({ file: readYamlFile(decodeURIComponent(CACHE_FILE.pathname)) });
    const cache = new ReadingCache<unknown>({
      store: new PostgresStore(connection.db),
      config: () => config,
      now: () => performance.now(),
      parse: (answer) => answer,
      onError: (error) => {
        throw error;
      },
    });
    const embedded = seedEmbedded();
    const question = (i: number) => {
      const brief = `${sampleBrief(i % 1000)} ${i}`;
      return {
        scope: { tenant: `designer-${i % 50}`, versions: 'bench' },
        brief,
        canonical: `${cacheForm(embedded.read(sampleBrief(i % 1000)), brief, embedded)}${i}`,
      };
    };
    for (let at = 0; at < entries; at += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, entries - at) }, (_, k) => cache.keep(question(at + k), 'fast', { words: at + k })),
      );
    }
    const times: number[] = [];
    for (let i = 0; i < LOOKUPS; i++) {
      const asked = question(i % 2 === 0 ? (i * 7919) % entries : entries + i);
      const began = performance.now();
      await cache.find(asked, { atLeast: 'fast' });
      times.push(performance.now() - began);
    }
    await connection.close();
    return times;
  } finally {
    await server.stop();
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
