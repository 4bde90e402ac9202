import type { Lane } from '#server/queue/lane.ts';
import { REFIT_QUEUE } from '#server/queue/queues.ts';
import { keepFit } from '#server/services/taste/preference-fit.ts';
import { readAnswers } from '#server/services/taste/read-answers.ts';
import { fineTuneIfWorthwhile } from '#server/services/training/request-training.ts';
import { watchChampion } from '#server/services/training/watch-champion.ts';
import type { WorkerWorld } from '../worker-process.ts';
import type { TasteFitter } from './taste/fit-taste.ts';

/**
 * Fits the preference model to all answers there are, whenever one was given or taken back; then looks whether the champion
 * still holds its place, and whether the policy is due for fine-tuning.
 */
export function refitLane({ ctx, log }: WorkerWorld, fitter: TasteFitter): Lane<object> {
  return {
    queue: REFIT_QUEUE,
    slots: 1,
    async handle() {
      const began = performance.now();
      const answers = await readAnswers(ctx);
      const model = await fitter.fit(answers);
      await keepFit(ctx, model);
      const verdict = await watchChampion(ctx);
      if (verdict?.verdict === 'roll_back')
        log.warn({ lead: verdict.lead, batches: verdict.batches }, 'the champion lost to its control and was rolled back');
      await fineTuneIfWorthwhile(ctx, { ratings: model.ratings + model.pairs, gateWeight: model.gate.weight });
      log.info(
        { ratings: model.ratings, pairs: model.pairs, gate: model.gate.weight, ms: Math.round(performance.now() - began) },
        'taste fitted',
      );
    },
  };
}
