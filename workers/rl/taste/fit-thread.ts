import { parentPort } from 'node:worker_threads';
import { fitPreference } from '#domain/preference/fit.ts';
import { packModel } from '#domain/preference/model.ts';
import { readSeedCatalogue } from '#drizzle/seed/read-seed.ts';
import type { Answers } from '#server/services/taste/read-answers.ts';
import { RatedFeatures } from './rated-features.ts';

/** Thread entry: answers in, the fitted model out. It keeps the features of formulas it has seen. */
const port = parentPort;
if (!port) throw new Error('fit-thread runs as a worker thread');
const catalogue = readSeedCatalogue();
const materials = catalogue.materials.map((material) => material.id);
const features = new RatedFeatures(catalogue);

port.on('message', (answers: Answers) => {
  const fit = fitPreference({
    candidates: features.of(answers.formulas),
    ratings: answers.ratings.map(({ candidate, designer, stars }) => ({ candidate, designer, stars: starsOf(stars) })),
    pairs: answers.pairs,
    materials: materials.length,
  });
  port.postMessage(packModel(fit, materials));
});

/** The database holds 1–5; anything else is a defect that must not teach. */
function starsOf(stars: number): 1 | 2 | 3 | 4 | 5 {
  if (stars === 1 || stars === 2 || stars === 3 || stars === 4 || stars === 5) return stars;
  throw new RangeError(`a rating of ${stars} stars`);
}
