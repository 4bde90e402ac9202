import { inArray } from 'drizzle-orm';
import type { Catalogue } from '#domain/ingredient/catalogue.ts';
import type { Mode } from '#domain/run/mode.ts';
import { run } from '#drizzle/schema/run.ts';
import { PostgresStore } from '#server/cache/postgres-store.ts';
import { ReadingCache } from '#server/cache/reading-cache.ts';
import type { CacheConfig } from '#server/config/cache.ts';
import type { EnsembleConfig, Seat } from '#server/config/ensemble.ts';
import type { Profile } from '#server/config/env.ts';
import type { Db } from '#server/db/connect.ts';
import { activeCache, activeEnsemble } from '#server/services/admin/config/active-config.ts';
import { crashesOf, forgiveBrief, recordCrash } from '#server/services/model/quarantine.ts';
import { forgetWorker, reportSeats } from '#server/services/model/report-seats.ts';
import type { Log } from '#server/telemetry/log.ts';
import type { Metrics } from '#server/telemetry/metrics.ts';
import { SYSTEM_PROMPTS } from './ask-model.ts';
import { type ModelAnswer, parseModelAnswer } from './model-answer.ts';
import { type Quarantine, type ReadInput, type ReadOutput, readBriefWithLadder } from './read-with-ladder.ts';
import { roleGrammars } from './roles/grammars.ts';
import { Ensemble, type EnsembleOptions } from './supervisor/ensemble.ts';
import { countReading, seatMetrics } from './watch-metrics.ts';

const FOLLOW_MS = 5000;
const SWEEP_MS = 600_000;

export interface ReaderWorld {
  readonly name: string;
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly profile: Profile;
  /** Tests bring a manifest of synthetic models and one thread. */
  readonly ensemble?: Partial<EnsembleOptions>;
}

/** What one brief brings; the rest is the reader's. */
export type ReadRequest = Pick<
  ReadInput,
  'brief' | 'mode' | 'waitedS' | 'tenant' | 'embedded' | 'signal' | 'onField' | 'onHint' | 'onText' | 'onMode'
>;

export interface Reader {
  /** Reads by whatever is alive, with the configuration in force now. Throws as readBriefWithLadder does. */
  read(request: ReadRequest): Promise<ReadOutput>;
  /** The configuration in force for a mode, for queue timeouts. */
  config(): EnsembleConfig;
  /** Replaces a seat's model process by a fresh one: the admin's button. */
  recycle(seat: Seat): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a worker's reader: starts the seats whose models are installed, follows the configuration, reports the seats'
 * state. With no weights it starts no process and keeps no cache.
 */
export async function openReader(world: ReaderWorld): Promise<Reader> {
  const { name, db, catalogue, log, metrics, profile } = world;
  let config = await activeEnsemble(db, profile);
  let cacheConfig: CacheConfig = await activeCache(db, profile);
  /** A cache or a count that cannot be reached costs a model call; it must not cost the designer the answer. */
  const forgiving = <T>(work: Promise<T>, instead: T): Promise<T> =>
    work.catch((error: unknown) => {
      log.warn({ err: error }, 'answered without the cache');
      return instead;
    });
  const quarantine: Quarantine = {
    crashes: (briefHash) => forgiving(crashesOf({ ctx: { db }, input: { briefHash } }), 0),
    crashed: (briefHash, seat) => forgiving(recordCrash({ ctx: { db }, input: { briefHash, seat } }), undefined),
    survived: (briefHash) => forgiving(forgiveBrief({ ctx: { db }, input: { briefHash } }), undefined),
  };
  const ensemble = new Ensemble({
    config,
    grammars: roleGrammars(catalogue),
    warmSystemPrompts: SYSTEM_PROMPTS,
    ...world.ensemble,
    events: {
      ...seatMetrics(metrics),
      onCrash: (seat, subjects) => {
        log.error({ seat, subjects }, 'a model process died under these briefs');
        for (const subject of subjects) void quarantine.crashed(subject, seat);
      },
    },
  });
  ensemble.start();
  const store = new PostgresStore(db);
  const cache = new ReadingCache<ModelAnswer>({
    store: {
      find: (key, tiers, exactKey) => forgiving(store.find(key, tiers, exactKey), []),
      put: (entry, exactKey, ttlS) => forgiving(store.put(entry, exactKey, ttlS), undefined),
      touch: (key, tier) => store.touch(key, tier),
      count: (filter) => store.count(filter),
      purge: (filter) => store.purge(filter),
    },
    config: () => cacheConfig,
    now: () => performance.now(),
    parse: parseModelAnswer,
    onLookup: (tier, result) => metrics.cacheLookups.inc({ tier, result }),
    onError: (error) => log.warn({ err: error }, 'a hit was not counted'),
  });

  let sweptAt = performance.now();
  const follow = async (): Promise<void> => {
    config = await activeEnsemble(db, profile);
    cacheConfig = await activeCache(db, profile);
    await ensemble.reconfigure(config);
    const seats = ensemble.reports();
    const busy = seats.reduce((sum, { sequencesBusy }) => sum + sequencesBusy, 0);
    const total = seats.reduce((sum, { sequencesTotal }) => sum + sequencesTotal, 0);
    const waiting = await db.$count(run, inArray(run.status, ['queued', 'reading']));
    cache.observeLoad(Math.max(waiting / config.queue.limit, total === 0 ? 0 : busy / total));
    metrics.cacheTtlSeconds.set(cache.ttlSeconds);
    if (ensemble.weights && performance.now() - sweptAt > SWEEP_MS) {
      sweptAt = performance.now();
      await store.sweep(cacheConfig.max_entries);
    }
    await reportSeats({
      ctx: { db },
      input: {
        worker: name,
        seats: seats.map(({ ready, up, rss, pid, ...seat }) => ({ ...seat, wrapper: ready?.wrapper ?? null })),
      },
    });
  };
  let following: Promise<void> = Promise.resolve();
  const tick = (): void => {
    following = following.then(follow).catch((error: unknown) => log.warn({ err: error }, 'the configuration could not be followed'));
  };
  tick();
  const timer = setInterval(tick, FOLLOW_MS);

  return {
    config: () => config,
    recycle: (seat) => ensemble.recycle([seat]),
    read: async (request) => {
      const began = performance.now();
      const output = await readBriefWithLadder({
        ...request,
        config,
        models: ensemble,
        cache: ensemble.weights ? cache : null,
        quarantine,
      });
      countReading(metrics, request.mode satisfies Mode, output, (performance.now() - began) / 1000, config);
      return output;
    },
    close: async () => {
      clearInterval(timer);
      await following;
      await ensemble.stop();
      await forgetWorker({ ctx: { db }, input: { worker: name } }).catch((error: unknown) =>
        log.warn({ err: error }, 'seat rows stay behind'),
      );
    },
  };
}
