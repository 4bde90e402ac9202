import { readSeedLexicon } from '#drizzle/seed/read-lexicon.ts';
import { runWorker } from '../worker-process.ts';
import { interpretLane } from './interpret-lane.ts';

await runWorker(process.env.NAME ?? 'worker-llm', async (world) => ({
  lanes: [interpretLane(world, readSeedLexicon())],
  close: async () => undefined,
}));
