import { readingAccuracy } from '#domain/brief/golden/accuracy.ts';
import { readGolden } from '#drizzle/seed/read-golden.ts';
import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { readEnv } from '#server/config/env.ts';
import { listenForWakeups } from '#server/db/wakeups.ts';
import { hearRecycling } from '#server/services/model/recycle-seat.ts';
import { RUN_CONTROL_CHANNEL } from '#server/services/run/append-events.ts';
import { runWorker } from '../worker-process.ts';
import { interpretLane } from './interpret-lane.ts';
import { openReader } from './open-reader.ts';

await runWorker(process.env.NAME ?? 'worker-llm', async (world, open) => {
  const { name, catalogue, log, metrics } = world;
  const reader = await openReader({
    name,
    db: world.connection.db,
    catalogue,
    log,
    metrics,
    profile: readEnv().APP_ENV,
  });
  const recycling = await hearRecycling(world.connection.sql, name, (seat) => {
    log.info({ seat }, 'asked for a fresh model process');
    void reader.recycle(seat);
  });
  const wakeups = await listenForWakeups(world.connection.sql, RUN_CONTROL_CHANNEL);
  const lexicon = readSeedLexicon();
  const { assertions, briefs } = readingAccuracy(readGolden('held-out'), lexicon);
  metrics.readingQuality.set({ measure: 'assertions' }, assertions);
  metrics.readingQuality.set({ measure: 'whole_briefs' }, briefs);
  await open(interpretLane({ ...world, reader, wakeups, lexicon }));
  return {
    async close() {
      await recycling.close();
      await wakeups.close();
      await reader.close();
    },
  };
});
