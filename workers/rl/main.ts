import { listenForWakeups } from '#server/db/wakeups.ts';
import { RUN_CONTROL_CHANNEL } from '#server/services/run/append-events.ts';
import { runWorker } from '../worker-process.ts';
import { warmUpEvolution } from './evolve/run-evolution.ts';
import { evolveLane } from './evolve-lane.ts';
import { refitLane } from './refit-lane.ts';
import { TasteFitter } from './taste/fit-taste.ts';
import { trainLane } from './train-lane.ts';

await runWorker(process.env.NAME ?? 'worker-rl', async (world, open) => {
  const wakeups = await listenForWakeups(world.connection.sql, RUN_CONTROL_CHANNEL);
  warmUpEvolution();
  await open(evolveLane(world, wakeups));
  const fitter = new TasteFitter();
  await open(refitLane(world, fitter));
  await open(trainLane(world));
  return {
    async close() {
      await wakeups.close();
      await fitter.close();
    },
  };
});
