import { listenForWakeups } from '#server/db/wakeups.ts';
import { RUN_CONTROL_CHANNEL } from '#server/services/run/append-events.ts';
import { runWorker } from '../worker-process.ts';
import { warmUpEvolution } from './evolve/run-evolution.ts';
import { evolveLane } from './evolve-lane.ts';

await runWorker(process.env.NAME ?? 'worker-rl', async (world) => {
  const wakeups = await listenForWakeups(world.connection.sql, RUN_CONTROL_CHANNEL);
  warmUpEvolution();
  return { lanes: [evolveLane(world, wakeups)], close: () => wakeups.close() };
});
