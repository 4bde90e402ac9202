import { z } from 'zod';
import { Rating } from '#domain/preference/rating.ts';
import { rateCandidate } from '../services/rating/rate-candidate.ts';
import { ratingsOfRun } from '../services/rating/ratings-of-run.ts';
import { undoRating } from '../services/rating/undo-rating.ts';
import { procedure, router } from './trpc.ts';

export const ratingRouter = router({
  rate: procedure.input(Rating).mutation(({ ctx, input }) => rateCandidate({ ctx: ctx.services, input })),
  undo: procedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => undoRating({ ctx: ctx.services, input })),
  forRun: procedure.input(z.strictObject({ runId: z.uuid() })).query(({ ctx, input }) => ratingsOfRun({ ctx: ctx.services, input })),
});
